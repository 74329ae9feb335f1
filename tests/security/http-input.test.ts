import { readFileSync } from 'node:fs';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signWebhook } from '../../scripts/local/sandbox/webhooks.ts';
import { aToken } from '../scenarios/configuration.ts';
import { ADA, BEN, CLEO, DUTY_MANAGER, givenARegion, type Incident } from '../scenarios/harness.ts';
import type { Answer } from '../scenarios/http.ts';
import { FIELDS } from './fields-of-routes.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'DEBUG';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';

/** Everything that this process writes: the log, and whatever else somebody prints. */
const printed: string[] = [];
for (const stream of [process.stdout, process.stderr]) {
  vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
}
for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  vi.spyOn(console, level).mockImplementation((...said) => void printed.push(said.map(String).join(' ')));
}

const pd = await givenARegion({ apart: false });

/** In every text that is sent here: it must come back in no answer and go into no log. */
const PRIVATE = 'PRIVATE-WORDS';

interface HttpRoute {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly role: string;
}

const manifest = JSON.parse(readFileSync(new URL('../../functions/manifest.json', import.meta.url), 'utf8'));
const ROUTES: readonly HttpRoute[] = Object.entries(manifest.functions).flatMap(([name, entry]) =>
  (entry as { triggers: (HttpRoute & { type: string })[] }).triggers
    .filter(({ type }) => type === 'http')
    .map(({ method, path, role }) => ({ name, method, path, role })),
);
const titled = (routes: readonly HttpRoute[]) =>
  routes.map((route) => [`${route.method} ${route.path}`, route] as const);

const GUARDED = ROUTES.filter(({ role }) => role !== 'public');
const TWILIO = ROUTES.filter(({ path }) => path.startsWith('/v1/twilio/'));
/** Nothing of them is read before their signature: see slack-entrances.test.ts. */
const SLACK = ROUTES.filter(({ path }) => path.startsWith('/v1/slack/'));
/** OAuth's own forms and errors: see github.test.ts. */
const GITHUB = ROUTES.filter(({ path }) => path.startsWith('/v1/github/'));
const READERS = ROUTES.filter(({ method }) => method === 'GET');
const hasBody = ({ method }: HttpRoute): boolean => ['POST', 'PATCH', 'PUT'].includes(method);
const WITH_BODY = ROUTES.filter((route) => hasBody(route) && ![...TWILIO, ...SLACK, ...GITHUB].includes(route));
/** What there is of each kind, in the sample data. */
const SAMPLES: Readonly<Record<string, string>> = {
  users: 'ada',
  services: 'checkout',
  policies: 'checkout',
  schedules: 'checkout-primary',
  tokens: 'demo',
};

let incident: Incident;
let viewer: string;
let expired: string;

const pathOf = ({ path }: HttpRoute, id = SAMPLES[path.split('/')[2] ?? ''] ?? incident.id): string =>
  path
    .replace('{id}', id)
    .replace('{key}', 'demo')
    .replace(/\{\w+\}/g, 'none');
const send = (route: HttpRoute, asked: Parameters<typeof pd.api>[2]) => pd.api(route.method, pathOf(route), asked);
const tokenFor = ({ role }: HttpRoute) => ({ token: role === 'public' ? null : 'demo' });

const client = new DynamoDBClient({
  endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'] as string,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** Every item of every table. */
const everything = async (): Promise<string[]> => {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const items: string[] = [];
  for (const TableName of TableNames) {
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName, ConsistentRead: true, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) }),
      );
      items.push(...(page.Items ?? []).map((item) => JSON.stringify(item)));
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
  }
  return items.sort();
};

let before: string[];
let messagesBefore: number;

/** Fields that an answer blames: of a problem document, or of PagerDuty's list of errors. */
const blamed = ({ body }: Answer): string[] =>
  (body?.errors ?? []).map((error: string | { field: string }) =>
    typeof error === 'string' ? (/^'([^']*)'/.exec(error)?.[1] ?? error) : error.field,
  );

/** A clear no: the status, the field, nothing of what was sent, and nothing of ours. */
const expectRefusal = (answer: Answer, status: number | readonly number[], field: string): void => {
  expect([status].flat(), JSON.stringify(answer.body)).toContain(answer.status);
  expect(blamed(answer)).toContain(field);
  const text = JSON.stringify(answer.body);
  expect(text).not.toContain(PRIVATE);
  expect(text).not.toMatch(/node_modules|\bat .*\.ts:|Error:/);
  if (answer.headers.get('content-type') === 'application/problem+json') {
    expect(answer.body).toMatchObject({
      type: 'about:blank',
      status: answer.status,
      title: expect.any(String),
      field: expect.any(String),
    });
    expect(answer.body.detail.length).toBeGreaterThan(10);
  } else expect(answer.body).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' });
};

beforeAll(async () => {
  viewer = await aToken('viewer');
  expired = await aToken('admin', '2026-03-09T14:59:59.000Z');
  incident = await pd.trigger();
  await pd.expectSms(ADA, /Reply/);
  await pd.acknowledge(incident);
  before = await everything();
  messagesBefore = (await pd.messages()).length;
});

afterAll(() => client.destroy());

describe('a request that is no good changes nothing', () => {
  describe.each(titled(WITH_BODY))('%s', (_title, route) => {
    const fields = FIELDS[route.name] ?? FIELDS[`${route.name} ${route.path}`];

    it('is listed with its fields in fields-of-routes.ts', () => {
      expect(fields).toBeDefined();
    });

    it('refuses a body of 2 MB', async () => {
      const body = JSON.stringify({ ...fields?.valid, summary: PRIVATE.repeat(160_000) });
      const answer = await send(route, {
        body: route.path.includes('/ingest/') ? `[${'[],'.repeat(700_000)}1]` : body,
        ...tokenFor(route),
      });
      expectRefusal(answer, [400, 413], 'body');
    });

    it.each([
      ['lists', '['.repeat(1000) + ']'.repeat(1000)],
      ['objects', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`],
    ])('refuses JSON that is %s 1,000 deep', async (_, body) => {
      expectRefusal(await send(route, { body, ...tokenFor(route) }), 400, 'body');
    });

    it.each([
      ['no JSON', `${PRIVATE} {`],
      ['JSON that ends too early', '{"title": "PRIVATE-WORDS'],
      ['bytes that are no text', '\u0000\u0001\uFFFD'],
    ])('refuses %s', async (_, body) => {
      expectRefusal(await send(route, { body, ...tokenFor(route) }), 400, 'body');
    });

    it.each(['[]', '"text"', '7', 'true', 'null'])('refuses %s for an object', async (body) => {
      // The generic webhook takes a list of alerts, and there may be none.
      if (route.name === 'ingest-generic' && body === '[]') return;
      const answer = await send(route, { body, ...tokenFor(route) });
      expect(answer.status, JSON.stringify(answer.body)).toBe(400);
      expect(blamed(answer).length).toBeGreaterThan(0);
    });

    it('refuses every wrong type in every field, and names the field', async () => {
      for (const [field, { wrong, blames = field }] of Object.entries(fields?.fields ?? {})) {
        for (const value of wrong) {
          const body = withField(fields?.valid ?? {}, field, value);
          const answer = await send(route, { body, ...tokenFor(route) });
          expect(`${field}=${JSON.stringify(value)} ${answer.status} ${blamed(answer)}`).toContain(`400 ${blames}`);
          expectRefusal(answer, 400, blames);
        }
      }
    });
  });

  it.each([
    ['/v1/incidents?limit=0', 'limit'],
    ['/v1/incidents?limit=101', 'limit'],
    ['/v1/incidents?limit=1.5', 'limit'],
    ['/v1/incidents?limit=PRIVATE-WORDS', 'limit'],
    ['/v1/incidents?ended=2026-13', 'ended'],
    ['/v1/incidents?ended=PRIVATE-WORDS', 'ended'],
    ['/v1/incidents?after=%00%27', 'after'],
    ['/v1/users?limit=0', 'limit'],
    ['/v1/services?limit=PRIVATE-WORDS', 'limit'],
    ['/v1/policies?after=%00%27', 'after'],
    ['/v1/oncall?at=yesterday', 'at'],
    ['/v1/oncall?at=2026-03-09', 'at'],
    [`/v1/oncall?at=${'9'.repeat(3000)}`, 'at'],
  ])('GET %s is told which parameter is wrong', async (path, field) => {
    expectRefusal(await pd.api('GET', path), 400, field);
  });

  it.each(titled(ROUTES.filter(({ path }) => path.includes('{id}'))))(
    '%s of what is not there is 404',
    async (_, route) => {
      for (const id of [
        'INC-99999',
        'nonsense',
        '..%2f..%2fetc',
        '01J00000000000000000000000',
        `INC-${'9'.repeat(400)}`,
      ]) {
        const body = hasBody(route) ? { body: FIELDS[route.name]?.valid ?? {} } : {};
        const answer = await pd.api(route.method, pathOf(route, id), body);
        // Merging into itself is judged by its body first.
        expect([400, 404]).toContain(answer.status);
        expect(blamed(answer)).toEqual([expect.stringMatching(/^(id|into)$/)]);
      }
    },
  );

  it.each([
    ['/v2/enqueue', 400, 'routing_key', { ...FIELDS['ingest-pagerduty /v2/enqueue']?.valid, routing_key: PRIVATE }],
    [
      '/generic/2010-04-15/create_event.json',
      400,
      'service_key',
      { service_key: PRIVATE, event_type: 'trigger', description: 'x' },
    ],
    ['/v2/change/enqueue', 400, 'routing_key', { routing_key: PRIVATE, payload: { summary: 'x' } }],
    [`/v1/ingest/${PRIVATE}/generic`, 404, 'key', { title: 'x' }],
    [
      `/v1/ingest/${PRIVATE}/alertmanager`,
      404,
      'key',
      { alerts: [{ status: 'firing', labels: { a: 'b' }, fingerprint: 'f' }] },
    ],
    ['/v1/ingest/__proto__/generic', 404, 'key', { title: 'x' }],
  ])('POST %s with a key that nobody knows is refused', async (path, status, field, body) => {
    expectRefusal(await pd.api('POST', path, { body, token: null }), status, field);
  });

  describe.each(titled(TWILIO))('%s', (_title, route) => {
    const form = new URLSearchParams({
      From: ADA.phone,
      To: '+12025550100',
      Body: '1a',
      Digits: '4',
      MessageStatus: 'failed',
    });
    const signed = (signature: string | undefined, body = form.toString()) =>
      send(route, {
        body,
        token: null,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(signature === undefined ? {} : { 'x-twilio-signature': signature }),
        },
      });
    const url = () => `${pd.url}${route.path}`;

    it.each([
      ['no signature', () => undefined],
      ['an empty signature', () => ''],
      ['a made-up signature', () => 'bm90IHRoZSBzaWduYXR1cmU='],
      ['a signature with another token', () => signWebhook('another-token', url(), Object.fromEntries(form))],
      ['the signature of another form', () => signWebhook('sandbox-auth-token', url(), { From: CLEO.phone })],
      [
        'the signature of another address',
        () => signWebhook('sandbox-auth-token', `${url()}?attempt=1`, Object.fromEntries(form)),
      ],
    ])('refuses %s', async (_, signature) => {
      expectRefusal(await signed(signature()), 403, 'X-Twilio-Signature');
    });

    it('refuses a body of 2 MB, signed or not', async () => {
      const large = { ...Object.fromEntries(form), Body: 'a'.repeat(2_000_000) };
      expectRefusal(
        await signed(signWebhook('sandbox-auth-token', url(), large), new URLSearchParams(large).toString()),
        403,
        'X-Twilio-Signature',
      );
    });

    it('that is signed but about nothing is answered, and changes nothing', async () => {
      const stranger = { ...Object.fromEntries(form), From: '+12025557777' };
      const answer = await signed(
        signWebhook('sandbox-auth-token', url(), stranger),
        new URLSearchParams(stranger).toString(),
      );
      expect([200, 204, 400]).toContain(answer.status);
    });
  });

  it.each(titled(SLACK))('%s says that there is no Slack here', async (_, route) => {
    expectRefusal(await send(route, { body: `payload=${PRIVATE}`, token: null }), 404, 'SLACK_BOT_TOKEN');
  });

  describe.each(titled(GUARDED))('%s', (_title, route) => {
    const body = hasBody(route) ? { body: FIELDS[route.name]?.valid ?? {} } : {};

    it.each([
      ['no token', {}, /missing/],
      ['an empty token', { authorization: 'Bearer ' }, /Bearer <token>/],
      ['another scheme', { authorization: 'Basic ZGVtbzpkZW1v' }, /Bearer <token>/],
      ['an unknown token', { authorization: `Bearer ${PRIVATE}` }, /not a token that is known/],
      ['a token of 10,000 letters', { authorization: `Bearer ${'a'.repeat(10_000)}` }, /Bearer <token>/],
      ['a prototype for a token', { authorization: 'Bearer __proto__' }, /not a token that is known/],
    ])('refuses %s', async (_, headers, why) => {
      const answer = await send(route, { ...body, token: null, headers: headers as Record<string, string> });
      expectRefusal(answer, 401, 'Authorization');
      expect(answer.body.errors[0].message).toMatch(why);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('refuses a token that has expired', async () => {
      const answer = await send(route, { ...body, token: expired });
      expectRefusal(answer, 401, 'Authorization');
      expect(answer.body.detail).toMatch(/expired/);
    });

    it(`${route.role === 'viewer' ? 'lets in' : 'refuses'} a viewer`, async () => {
      const answer = await send(route, { ...body, token: viewer });
      if (route.role === 'viewer') expect(answer.status).toBe(200);
      else expectRefusal(answer, 403, 'Authorization');
    });
  });

  const deleted = ROUTES.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  it.each(titled(READERS.filter(({ path }) => !deleted.includes(path))))(
    '%s takes no other method for its own',
    async (_, route) => {
      expect([404, 405]).toContain((await pd.api('DELETE', pathOf(route))).status);
    },
  );

  it.each(['a b', 'x'.repeat(201), '\u00fc'])('refuses the Idempotency-Key %j', async (key) => {
    const headers = { 'idempotency-key': key };
    expectRefusal(await pd.api('POST', '/v1/incidents', { body: { title: 'x' }, headers }), 400, 'Idempotency-Key');
  });

  it('all of this has written nothing and told nobody', async () => {
    await pd.settle();
    expect(await everything()).toEqual(before);
    expect((await pd.messages()).length).toBe(messagesBefore);
  });
});

/** The body with one field changed: `payload.summary`, `alerts.0.status`. */
const withField = (valid: Readonly<Record<string, unknown>>, path: string, value: unknown): unknown => {
  const copy = structuredClone(valid);
  const steps = path.split('.');
  const last = steps.pop() as string;
  const holder = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy);
  (holder as Record<string, unknown>)[last] = value;
  return copy;
};

it('while everything goes wrong that can, no log line holds a phone number, a name, or what people wrote', async () => {
  const paged = await pd.trigger({ summary: `${PRIVATE} is down`, dedupKey: `${PRIVATE}-key` });
  await pd.expectSms(ADA, /is down/);
  await pd.change('notes', paged, { text: PRIVATE });
  await pd.outage('twilio', 'error');
  await pd.change('escalate', paged, { reason: PRIVATE });
  await pd.expectSms(CLEO, /is down/, { through: 'sns' });
  await pd.outage('sns', 'error');
  await pd.fastForward({ minutes: 30 });
  expect((await pd.incident(paged)).exhausted).toBe(true);
  await pd.outage('dynamodb', 'error', 'writes');
  expect(await pd.reply(ADA, `${paged.number}a`)).toMatch(/not certain/);
  expect((await pd.change('resolve', paged, { summary: PRIVATE })).status).toBe(503);
  expect((await pd.event('trigger', { summary: PRIVATE, dedupKey: `${PRIVATE}-2` })).status).toBe(202);
  await pd.outage('dynamodb', 'ok');
  await pd.change('resolve', paged, { summary: PRIVATE });
  const log = printed.join('\n');
  for (const code of [
    'signature.refused',
    'provider.failed',
    'breaker.opened',
    'escalation.exhausted',
    'page.unreached',
    'request.failed',
    'alert.spilled',
  ]) {
    expect(log).toContain(code);
  }
  const people = [ADA, BEN, CLEO, DUTY_MANAGER].flatMap(({ name, phone }) => [name, phone, phone.slice(1)]);
  for (const word of [PRIVATE, ...people, 'sandbox-auth-token', 'checkout is down', 'Bearer']) {
    expect(
      printed.filter((line) => line.includes(word)),
      word,
    ).toEqual([]);
  }
});
