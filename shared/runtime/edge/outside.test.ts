import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { skeleton } from '../../slack/modals/skeleton.ts';
import type { SlackRequest } from '../../slack/requests.ts';
import { AT } from '../fixtures/slack-webhook.ts';
import { connections } from './connections.ts';
import { slackRequests } from './slack-queue.ts';
import { slackViews } from './slack-views.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let asked: Asked[];
/** How each request in turn is answered; the last for all that follow. */
let answers: ((response: ServerResponse) => void)[];
let printed: string[];

const status =
  (statusCode: number, body: object = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(statusCode).end(JSON.stringify(body));
const silence = () => {};
const hangUp = (response: ServerResponse) => void response.destroy();
const left = (ms: number) => () => ms;

beforeEach(async () => {
  asked = [];
  printed = [];
  answers = [];
  server = createServer(async (request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers, body: await text(request) });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('PD_REGION', 'eu-central-1');
  vi.stubEnv('PD_SLACK_REQUESTS_QUEUE_URL', 'https://sqs.eu-central-1.amazonaws.com/1/slack-requests');
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', `${url}/_aws/sqs`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-test');
  vi.stubEnv('SLACK_API_URL', `${url}/_slack/api/`);
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  connections().close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const REQUEST: SlackRequest = {
  type: 'event',
  id: 'Ev1',
  at: AT,
  userId: 'U0ADA',
  event: { type: 'app_home_opened' },
};
const codes = () => printed.map((line) => JSON.parse(line)).map(({ code, failure }) => `${code} ${failure}`);

describe('the queue', () => {
  it('is sent the request, signed with what Lambda gives the function', async () => {
    answers = [status(200)];
    expect(await slackRequests.send(REQUEST, left(2500))).toBe(true);
    const [{ method, url, headers, body } = {} as Asked] = asked;
    expect([method, url]).toEqual(['POST', '/_aws/sqs/']);
    expect(JSON.parse(body)).toEqual({
      QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/1/slack-requests',
      MessageBody: JSON.stringify(REQUEST),
    });
    expect(headers).toMatchObject({
      'x-amz-target': 'AmazonSQS.SendMessage',
      'x-amz-security-token': 'session',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/eu-central-1\/sqs\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it.each([
    ['a 500', status(500)],
    ['a throttle', status(429)],
    ['a connection that is cut', hangUp],
  ])('is tried once more after %s', async (_, first) => {
    answers = [first, status(200)];
    expect(await slackRequests.send(REQUEST, left(2500))).toBe(true);
    expect(asked).toHaveLength(2);
    expect(codes()).toEqual([]);
  });

  it('is not tried a third time', async () => {
    answers = [status(503)];
    expect(await slackRequests.send(REQUEST, left(2500))).toBe(false);
    expect(asked).toHaveLength(2);
    expect(codes()).toEqual(['slack.not-queued 503']);
  });

  it('is not tried again when it will not have the request', async () => {
    answers = [status(400)];
    expect(await slackRequests.send(REQUEST, left(2500))).toBe(false);
    expect(asked).toHaveLength(1);
    expect(codes()).toEqual(['slack.not-queued 400']);
  });

  it('that says nothing is left when the time is over', async () => {
    answers = [silence];
    const began = performance.now();
    expect(await slackRequests.send(REQUEST, () => 400.5 - (performance.now() - began))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1500);
    expect(codes()).toEqual(['slack.not-queued NoAnswer']);
  });

  it('is tried even when Slack waits no longer', async () => {
    answers = [status(200)];
    expect(await slackRequests.send(REQUEST, left(-100))).toBe(true);
  });
});

describe('a modal', () => {
  it('is opened with the trigger, and known by its id', async () => {
    answers = [status(200, { ok: true, view: { id: 'V0123' } })];
    expect(await slackViews.open('trigger-1', skeleton('declare'), left(2500))).toBe('V0123');
    const [{ url, headers, body } = {} as Asked] = asked;
    expect(url).toBe('/_slack/api/views.open');
    expect(headers.authorization).toBe('Bearer xoxb-test');
    expect(JSON.parse(body)).toEqual({ trigger_id: 'trigger-1', view: skeleton('declare') });
  });

  it.each([
    ['Slack would not', status(200, { ok: false, error: 'expired_trigger_id' }), 'expired_trigger_id'],
    ['Slack had too much to do', status(429), 'status 429'],
    ['Slack answered nonsense', (response: ServerResponse) => void response.end('<html>'), 'SyntaxError'],
    ['Slack answered null', (response: ServerResponse) => void response.end('null'), 'status 200'],
    ['the line was cut', hangUp, 'NoAnswer'],
  ])('is not there when %s, and is not tried again', async (_, answer, failure) => {
    answers = [answer];
    expect(await slackViews.open('trigger-1', skeleton('declare'), left(2500))).toBeNull();
    expect(asked).toHaveLength(1);
    expect(codes()).toEqual([`slack.view-not-opened ${failure}`]);
  });

  it('is waited for only as long as the queue can spare', async () => {
    answers = [silence];
    const began = performance.now();
    expect(await slackViews.open('trigger-1', skeleton('declare'), left(700))).toBeNull();
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('says what went wrong, or nothing', async () => {
    answers = [status(200, { ok: true })];
    await slackViews.say('V1', skeleton('note'), 'It did not work.', left(100));
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      view_id: 'V1',
      view: { callback_id: 'note', blocks: [{ type: 'section', text: { text: 'It did not work.' } }] },
    });
    answers = [hangUp];
    await expect(slackViews.say('V1', skeleton('note'), 'x', left(100))).resolves.toBeUndefined();
  });
});
