import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addSeconds } from '../../lib/instant.ts';
import { systemClock, useClock } from '../clock.ts';
import { AT, SIGNING_SECRET, slackGatewayEvent, slackHeaders } from '../fixtures/slack-webhook.ts';
import { empty, ok } from '../http/response.ts';
import { edge, type SlackWebhook } from './edge.ts';

const BODY = 'text=declare+checkout+%C3%BC&user_id=U0ADA';
let printed: string[];
let seen: SlackWebhook[];

beforeEach(() => {
  vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-test');
  vi.stubEnv('SLACK_SIGNING_SECRET', SIGNING_SECRET);
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', '');
  useClock({ ...systemClock, now: () => AT });
  printed = [];
  seen = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  useClock(systemClock);
});

const handler = edge(
  async (_deps: null, webhook) => {
    seen.push(webhook);
    return ok({ taken: true });
  },
  { deps: () => null, role: 'public', unsigned: (body) => (body.length === 4 ? empty(200) : undefined) },
);
const call = async (event: ReturnType<typeof slackGatewayEvent>, entrance = handler) => {
  const { statusCode, body } = await entrance(event, {} as Context);
  return { statusCode, body: body === '' ? '' : JSON.parse(body) };
};

describe('an entrance', () => {
  it('hands on what Slack signed, as text, with the time that is left', async () => {
    expect((await call(slackGatewayEvent(BODY))).statusCode).toBe(200);
    expect(seen).toMatchObject([{ at: AT, body: BODY }]);
    expect(seen[0]?.leftMs()).toBeGreaterThan(2000);
    expect(seen[0]?.leftMs()).toBeLessThanOrEqual(2500);
  });

  it('checks the bytes, before they become text', async () => {
    const body = Buffer.from([0x61, 0xff, 0xfe]);
    expect((await call(slackGatewayEvent(body))).statusCode).toBe(200);
    const asText = Buffer.from(body.toString('utf8'));
    expect((await call(slackGatewayEvent(asText, slackHeaders(body)))).statusCode).toBe(401);
  });

  it('takes a body that API Gateway left as text', async () => {
    const event = { ...slackGatewayEvent('{"a":"ü"}'), body: '{"a":"ü"}', isBase64Encoded: false };
    expect((await call(event)).statusCode).toBe(200);
  });

  it.each([
    ['no headers', {}],
    ['another secret', slackHeaders(BODY, AT, 'other')],
    ['another body', slackHeaders(`${BODY} `)],
    ['five minutes and a second', slackHeaders(BODY, addSeconds(AT, -301))],
    ['a time to come', slackHeaders(BODY, addSeconds(AT, 301))],
  ])('refuses %s, and reads nothing of it', async (_, headers) => {
    const answer = await call(slackGatewayEvent(BODY, headers));
    expect(answer).toMatchObject({ statusCode: 401, body: { status: 401, field: 'X-Slack-Signature' } });
    expect(seen).toEqual([]);
  });

  it('says in the log that it refused, and nothing of what was sent', async () => {
    await call(slackGatewayEvent(BODY, {}));
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'WARN',
        message: 'signature.refused',
        code: 'signature.refused',
        timestamp: expect.any(String),
        service: 'pd-lite',
        requestId: 'request-1',
        reason: 'no-signature',
      },
    ]);
  });

  it('is as quiet as it is told to be', async () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'error');
    await call(slackGatewayEvent(BODY, {}));
    expect(printed).toEqual([]);
  });

  it('answers what need not be signed', async () => {
    expect(await call(slackGatewayEvent('ping', {}))).toEqual({ statusCode: 200, body: '' });
    expect(seen).toEqual([]);
  });

  it.each([256 * 1024, 256 * 1024 + 1])('takes %i bytes or refuses them before anything else', async (length) => {
    const body = 'x'.repeat(length);
    const { statusCode } = await call(slackGatewayEvent(body));
    expect(statusCode).toBe(length > 256 * 1024 ? 413 : 200);
  });

  it('says that Slack is not set up where it is not', async () => {
    vi.stubEnv('SLACK_BOT_TOKEN', '');
    const answer = await call(slackGatewayEvent(BODY));
    expect(answer).toMatchObject({ statusCode: 404, body: { title: 'Slack is not set up' } });
    expect(seen).toEqual([]);
  });

  it('takes nothing without a signing secret, not even what is signed with none', async () => {
    vi.stubEnv('SLACK_SIGNING_SECRET', '');
    expect((await call(slackGatewayEvent(BODY, slackHeaders(BODY, AT, '')))).statusCode).toBe(503);
    expect(seen).toEqual([]);
  });

  it('answers 503 for an error of ours, whose name is in the log and whose words are nowhere', async () => {
    const failing = edge(
      async () => {
        throw new RangeError('PRIVATE');
      },
      { deps: () => null, role: 'public' },
    );
    const answer = await call(slackGatewayEvent(BODY), failing as typeof handler);
    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({
      level: 'ERROR',
      code: 'request.failed',
      errorName: 'RangeError',
      route: 'POST /v1/slack/command',
    });
    expect(JSON.stringify([answer, printed])).not.toContain('PRIVATE');
  });
});
