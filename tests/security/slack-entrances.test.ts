import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SANDBOX_SLACK } from '../../scripts/local/environment.ts';
import { startTestRegion, type TestRegion } from '../../scripts/local/test-region.ts';

/** In every text that is sent here: it must come back in no answer and go into no log. */
const PRIVATE = 'PRIVATE-WORDS';
const FORM = 'application/x-www-form-urlencoded';
const USER = { id: 'U0ADA', name: 'ada' };

const encoded = (payload: object): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

interface Entrance {
  readonly name: string;
  readonly type: string;
  /** A body that would be put onto the queue. */
  readonly body: string;
  /** The same written otherwise: it says the same, and is not what was signed. */
  readonly reEncoded: readonly string[];
}

const COMMAND = new URLSearchParams({
  command: '/incident',
  text: `ack ${PRIVATE} a/b`,
  user_id: 'U0ADA',
  channel_id: 'C0GENERAL',
  response_url: 'https://hooks.slack.com/commands/1/2',
  trigger_id: '1.2.a',
}).toString();
const CLICK = encoded({
  type: 'block_actions',
  user: USER,
  trigger_id: '1.2.b',
  channel: { id: 'C0GENERAL' },
  container: { type: 'message', message_ts: '1.1', channel_id: 'C0GENERAL' },
  response_url: 'https://hooks.slack.com/actions/1/2',
  actions: [{ action_id: 'acknowledge', type: 'button', value: PRIVATE }],
});
const EVENT = JSON.stringify({
  type: 'event_callback',
  event_id: 'Ev1',
  event: { type: 'app_home_opened', user: 'U0ADA', tab: 'home', channel: PRIVATE },
});

const ENTRANCES: readonly Entrance[] = [
  {
    name: 'command',
    type: FORM,
    body: COMMAND,
    reEncoded: [
      COMMAND.replaceAll('%2F', '%2f'),
      COMMAND.replaceAll('+', '%20'),
      COMMAND.split('&').reverse().join('&'),
    ],
  },
  {
    name: 'interaction',
    type: FORM,
    body: CLICK,
    reEncoded: [CLICK.replaceAll('%3A', ':'), CLICK.replaceAll('%7B', '%7b'), CLICK.replace('payload', '%70ayload')],
  },
  {
    name: 'event',
    type: 'application/json',
    body: EVENT,
    reEncoded: [EVENT.replaceAll(':', ': '), EVENT.replace('U0ADA', '\\u00550ADA'), `\uFEFF${EVENT}`],
  },
];

const printed: string[] = [];
let region: TestRegion;
let client: SQSClient;

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  const functions = ENTRANCES.map(({ name }) => {
    const file = fileURLToPath(new URL(`../../functions/slack-${name}/handler.ts`, import.meta.url));
    const triggers = [{ type: 'http', method: 'POST', path: `/v1/slack/${name}`, role: 'public' }];
    const source = `export { handler } from ${JSON.stringify(file)};`;
    return [`slack-${name}`, { triggers, access: ['queue:slack-requests:send'], source }] as const;
  });
  region = await startTestRegion({ functions: Object.fromEntries(functions) });
  client = new SQSClient({ region: 'us-east-1', maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await region.stop();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const queue = () => ({ QueueUrl: process.env['PD_SLACK_REQUESTS_QUEUE_URL'] as string });
const queued = async (): Promise<number> => {
  const command = new GetQueueAttributesCommand({ ...queue(), AttributeNames: ['All'] });
  return Number((await client.send(command)).Attributes?.['ApproximateNumberOfMessages']);
};
const seconds = (): number => Math.floor(region.clock.nowMs() / 1000);

interface Signing {
  readonly secret?: string;
  readonly timestamp?: string;
  /** What is signed, if it is not what is sent. */
  readonly signed?: string;
}
const headersOf = (body: string, { secret = SANDBOX_SLACK.signingSecret, timestamp, signed = body }: Signing = {}) => {
  const time = timestamp ?? String(seconds());
  const signature = createHmac('sha256', secret).update(`v0:${time}:${signed}`).digest('hex');
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` };
};
const post = async ({ name, type }: Entrance, body: string, headers: Record<string, string>) => {
  const answer = await fetch(`${region.url}/v1/slack/${name}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...headers },
  });
  return { status: answer.status, body: await answer.text() };
};
const refused = async (entrance: Entrance, body: string, headers: Record<string, string>) => {
  const before = await queued();
  const answer = await post(entrance, body, headers);
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({ status: 401, field: 'X-Slack-Signature' });
  expect(answer.body).not.toContain(PRIVATE);
  expect(await queued()).toBe(before);
};

describe.each(ENTRANCES.map((entrance) => [entrance.name, entrance] as const))('/v1/slack/%s', (_name, entrance) => {
  const { body } = entrance;
  beforeEach(async () => {
    await region.settle();
  });

  it('puts what Slack signed onto the queue', async () => {
    const before = await queued();
    expect(await post(entrance, body, headersOf(body))).toEqual({ status: 200, body: '' });
    expect(await queued()).toBe(before + 1);
  });

  it('takes what Slack says again for what it was: the id is the same', async () => {
    await client.send(new ReceiveMessageCommand({ ...queue(), MaxNumberOfMessages: 10 }));
    await post(entrance, body, headersOf(body));
    await post(entrance, body, {
      ...headersOf(body),
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'http_timeout',
    });
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ ...queue(), MaxNumberOfMessages: 10 }));
    const ids = Messages.map(({ Body = '' }) => (JSON.parse(Body) as { id: string }).id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each<[string, () => Record<string, string>]>([
    ['unsigned', () => ({})],
    ['signed with another secret', () => headersOf(body, { secret: 'a-guess' })],
    ['signed with no secret', () => headersOf(body, { secret: '' })],
    ['signed with the bot token', () => headersOf(body, { secret: SANDBOX_SLACK.botToken })],
    ['signed for another body', () => headersOf(body, { signed: `${body}&x=1` })],
    ['signed without its time', () => ({ ...headersOf(body), 'x-slack-request-timestamp': '' })],
    ['signed for another time', () => ({ ...headersOf(body), 'x-slack-request-timestamp': String(seconds() + 1) })],
    ['too old', () => headersOf(body, { timestamp: String(seconds() - 301) })],
    ['of the future', () => headersOf(body, { timestamp: String(seconds() + 302) })],
    ['of a time with more in it', () => headersOf(body, { timestamp: `${seconds()}:` })],
    ['of a time in milliseconds', () => headersOf(body, { timestamp: String(seconds() * 1000) })],
    ['with a part of the signature', () => shortened(headersOf(body))],
    ['with the signature in capitals', () => inCapitals(headersOf(body))],
  ])('refuses a request that is %s', async (_, headers) => {
    await refused(entrance, body, headers());
  });

  it('refuses a good request that is sent again five minutes later', async () => {
    const headers = headersOf(body);
    expect((await post(entrance, body, headers)).status).toBe(200);
    await region.advance(302);
    await refused(entrance, body, headers);
  });

  it.each([1, 10, body.length - 1, body.length])('refuses a body that lost %i bytes', async (lost) => {
    await refused(entrance, body.slice(0, -lost), headersOf(body));
  });

  it.each(entrance.reEncoded)('refuses the same written otherwise: %s', async (otherwise) => {
    expect(otherwise).not.toBe(body);
    await refused(entrance, otherwise, headersOf(body));
  });

  it('refuses more than it takes, signed or not', async () => {
    const before = await queued();
    const large = `${body}&padding=${PRIVATE.repeat(200_000)}`;
    expect((await post(entrance, large, headersOf(large))).status).toBe(413);
    expect(await queued()).toBe(before);
  });

  it.each(['', '{', 'payload=', 'payload=%7B%7D', '[]', 'null', `${'['.repeat(5000)}`, `type=${PRIVATE}`, '\u0000'])(
    'refuses what is signed and makes no sense: %s',
    async (nonsense) => {
      const before = await queued();
      const answer = await post(entrance, nonsense, headersOf(nonsense));
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 400, field: expect.any(String) });
      expect(answer.body).not.toContain(PRIVATE);
      expect(await queued()).toBe(before);
    },
  );
});

it('has said that it refused, and nothing of what was sent', () => {
  const log = printed.join('');
  expect(log).toContain('signature.refused');
  for (const word of [PRIVATE, SANDBOX_SLACK.signingSecret, SANDBOX_SLACK.botToken, 'U0ADA'])
    expect(log).not.toContain(word);
});

const shortened = (headers: Record<string, string>) => ({
  ...headers,
  'x-slack-signature': headers['x-slack-signature']?.slice(0, -2) ?? '',
});
const inCapitals = (headers: Record<string, string>) => ({
  ...headers,
  'x-slack-signature': headers['x-slack-signature']?.toUpperCase() ?? '',
});
