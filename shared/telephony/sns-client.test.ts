import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { E164 } from '../lib/ids.ts';
import { SnsSmsClient } from './sns-client.ts';

const to = '+12025550101' as E164;
const signal = new AbortController().signal;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
let server: Server;
let client: SnsSmsClient;
let seen: URLSearchParams[];
let answer: Answer;

const xml =
  (status: number, body: string): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  };
const error = (status: number, code: string, message: string): Answer =>
  xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  seen = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push(new URLSearchParams(body));
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new SnsSmsClient({ region: 'us-east-1', endpoint });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const send = (abort: AbortSignal = signal) => client.sendSms({ to, body: 'INC-7 SEV1', signal: abort });

describe('a text message by SNS', () => {
  it('is published to the number as transactional', async () => {
    answer = xml(200, '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>');
    expect(await send()).toEqual({ type: 'accepted', sid: 'm-1', status: 'sent' });
    expect(Object.fromEntries(seen[0] ?? [])).toMatchObject({
      Action: 'Publish',
      PhoneNumber: to,
      Message: 'INC-7 SEV1',
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
    });
  });

  it('is refused for good when the number is bad', async () => {
    answer = error(400, 'InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${to} is not valid`);
    expect(await send()).toMatchObject({ type: 'refused', permanent: true });
    expect(JSON.stringify(await send())).not.toContain('2025550101');
  });

  it('is refused, but not for good, when we may not publish', async () => {
    answer = error(403, 'AuthorizationError', 'not authorized');
    expect(await send()).toMatchObject({ type: 'refused', permanent: false, message: 'not authorized' });
  });

  it.each([
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
    [429, 'Throttled'],
    [400, 'Throttling'],
  ])('failed on %i %s after one try', async (status, code) => {
    answer = error(status, code, 'no');
    expect(await send()).toMatchObject({ type: 'failed', status });
    expect(seen).toHaveLength(1);
  });

  it('is of unknown outcome when SNS does not answer in time', async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    expect(await send(abort.signal)).toEqual({ type: 'unknown', why: 'timeout' });
  });

  it('is of unknown outcome when the connection is lost', async () => {
    answer = (_, request) => request.socket.destroy();
    expect(await send()).toEqual({ type: 'unknown', why: 'connection-lost' });
    expect(seen).toHaveLength(1);
  });

  it('failed when SNS cannot be reached', async () => {
    const nowhere = new SnsSmsClient({ region: 'us-east-1', endpoint: 'http://127.0.0.1:1' });
    expect(await nowhere.sendSms({ to, body: 'x', signal })).toEqual({
      type: 'failed',
      status: undefined,
      why: 'ECONNREFUSED',
    });
  });
});
