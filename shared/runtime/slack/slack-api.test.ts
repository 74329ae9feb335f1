import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Budget, Reserved } from '../../domain/chat/rate-budget.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { Clock } from '../clock.ts';
import { isResponseUrl, openSlackApi } from './slack-api.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let url: string;
let answer: Answer;
let asked: { path: string; authorization: string | undefined; body: string }[];

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  server = createServer(async (request, response) => {
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body: await text(request) });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

let reserved: Reserved;
let closed: { name: string; arrivalMs: number }[];
let slept: number[];
/** Sleeps of its own end at once; deadlines (those with a signal) only when a test says so. */
let overdue: (() => void) | undefined;
const clock: Clock = {
  now: () => START,
  sleep: (ms, signal) => {
    if (!signal) slept.push(ms);
    return signal ? new Promise((resolve) => (overdue = resolve)) : Promise.resolve();
  },
};
const budgets = {
  reserve: async (_budget: Budget) => reserved,
  close: async (name: string, arrivalMs: number) => Boolean(closed.push({ name, arrivalMs })),
};
const api = (more: object = {}) =>
  openSlackApi({ token: 'xoxb-1', apiUrl: `${url}/api/`, budgets, clock, ...more } as never);
const json = (status: number, body: object, headers = {}): Answer => {
  return (_request, response) => void response.writeHead(status, headers).end(JSON.stringify(body));
};

beforeEach(() => {
  answer = json(200, { ok: true, ts: '1.2' });
  asked = [];
  closed = [];
  slept = [];
  reserved = { type: 'reserved', goAt: START, arrivalMs: 0 };
});

const chat = { channel: 'C1', lane: 'chat', withinMs: 2000 } as const;
const person = { lane: 'person', withinMs: 0 } as const;

it('asks Slack as its client does, and gives the answer as it came', async () => {
  const result = await api().call('chat.postMessage', { channel: 'C1', blocks: [{ type: 'divider' }] }, chat);
  expect(result).toMatchObject({ ok: true, value: { ts: '1.2' } });
  const [request] = asked;
  expect(request).toMatchObject({ path: '/api/chat.postMessage', authorization: 'Bearer xoxb-1' });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    channel: 'C1',
    blocks: '[{"type":"divider"}]',
  });
});

describe('what Slack may answer', () => {
  it.each([
    [
      'its own error',
      json(200, { ok: false, error: 'restricted_action' }),
      { kind: 'refused', error: 'restricted_action' },
    ],
    [
      'that it is not well',
      json(200, { ok: false, error: 'internal_error' }),
      { kind: 'unreachable', why: 'internal_error' },
    ],
    ['503', json(503, {}), { kind: 'unreachable', why: 'HTTP 503' }],
    ['429', json(429, { ok: false }, { 'Retry-After': '30' }), { kind: 'limited', retryAt: addSeconds(START, 30) }],
    [
      '429 in its answer',
      json(200, { ok: false, error: 'ratelimited' }),
      { kind: 'limited', retryAt: addSeconds(START, 30) },
    ],
    [
      'a page of a proxy',
      ((_, response) => response.end('<html>')) as Answer,
      { kind: 'unreachable', why: 'unreadable answer' },
    ],
    ['nothing', ((request) => request.socket.destroy()) as Answer, { kind: 'unreachable', why: 'no answer' }],
    ['a way elsewhere', json(302, {}, { Location: 'http://127.0.0.1:1/' }), { kind: 'unreachable', why: 'HTTP 302' }],
  ] as const)('%s, asked once', async (_what, said, error) => {
    answer = said as Answer;
    expect(await api().call('chat.postMessage', {}, chat)).toEqual({ ok: false, error });
    expect(asked).toHaveLength(1);
  });

  it('nothing for five seconds: then it is unknown what became of it', async () => {
    answer = () => overdue?.();
    expect(await api().call('chat.postMessage', {}, chat)).toEqual({
      ok: false,
      error: { kind: 'unreachable', why: 'no answer' },
    });
  });
});

describe('the budget', () => {
  it('is waited for, when there is room soon enough', async () => {
    reserved = { type: 'reserved', goAt: addSeconds(START, 1.5), arrivalMs: 0 };
    await api().call('chat.postMessage', {}, chat);
    expect(slept).toEqual([1500]);
    expect(asked).toHaveLength(1);
  });

  it('that is used up says until when, and Slack is not asked', async () => {
    reserved = { type: 'full', until: addSeconds(START, 40) };
    expect(await api().call('chat.update', {}, chat)).toEqual({
      ok: false,
      error: { kind: 'limited', retryAt: addSeconds(START, 40) },
    });
    expect(asked).toEqual([]);
  });

  it('that has a turn only later gives a place in the line, with which nobody need ask again', async () => {
    reserved = { type: 'reserved', goAt: addSeconds(START, 40), arrivalMs: 0 };
    const turn = { budget: 'chat.update', at: addSeconds(START, 40) };
    expect(await api().call('chat.update', {}, chat)).toEqual({
      ok: false,
      error: { kind: 'limited', retryAt: addSeconds(START, 40), turn },
    });
    expect(asked).toEqual([]);
    expect(await api().call('chat.update', {}, { ...chat, turn })).toMatchObject({ ok: true });
  });

  it.each(['person', 'page'] as const)('holds up no %s', async (lane) => {
    reserved = { type: 'full', until: addSeconds(START, 40) };
    expect(await api().call('chat.postMessage', {}, { lane, withinMs: 0 })).toMatchObject({ ok: true });
  });

  it('that cannot be read holds nobody up', async () => {
    const down = async (): Promise<never> => {
      throw new Error('the table is down');
    };
    const broken = api({ budgets: { reserve: down, close: down } });
    expect(await broken.call('chat.postMessage', {}, chat)).toMatchObject({ ok: true });
    answer = json(429, {}, { 'Retry-After': '5' });
    expect(await broken.call('chat.postMessage', {}, chat)).toMatchObject({ error: { kind: 'limited' } });
  });

  it('is closed for everybody by a 429 that anybody met', async () => {
    answer = json(429, { ok: false }, { 'Retry-After': '30' });
    await api().call('chat.postMessage', {}, { ...person, channel: 'C1' });
    await api().call('views.update', {}, person);
    expect(closed.map(({ name }) => name)).toEqual(['chat.postMessage#C1', 'views.update']);
    expect(closed[0]?.arrivalMs).toBeGreaterThanOrEqual(Date.parse(addSeconds(START, 30)));
  });
});

describe('a response_url', () => {
  it('of the workspace is answered', async () => {
    expect(await api().respond(`${url}/response/1`, { text: 'done' })).toEqual({ ok: true, value: undefined });
    expect(asked).toMatchObject([{ path: '/response/1', body: '{"text":"done"}' }]);
  });

  it('that is used up is refused', async () => {
    answer = (_, response) => void response.writeHead(404).end('used_url');
    expect(await api().respond(`${url}/response/1`, {})).toEqual({
      ok: false,
      error: { kind: 'refused', error: 'used_url' },
    });
  });

  it("that is not Slack's is never fetched", async () => {
    expect(await api({ apiUrl: undefined }).respond(`${url}/response/1`, {})).toMatchObject({
      error: { kind: 'refused', error: 'not_a_response_url' },
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ['https://hooks.slack.com/actions/T1/2/3', true],
    ['http://hooks.slack.com/actions/T1/2/3', false],
    ['https://hooks.slack.com:8443/actions', false],
    ['https://hooks.slack.com.evil.example/actions', false],
    ['https://hooks.slack.com@evil.example/actions', false],
    ['https://user:secret@hooks.slack.com/actions', false],
    ['https://evil.example/?hooks.slack.com', false],
    ['http://169.254.169.254/latest/meta-data', false],
    ['file:///etc/passwd', false],
    ['not a url', false],
    ['', false],
  ])("%s is Slack's: %j", (responseUrl, is) => {
    expect(isResponseUrl(responseUrl, undefined)).toBe(is);
  });

  it('is one of the workspace that the laptop talks to', () => {
    const apiUrl = 'http://127.0.0.1:4280/_slack/api/';
    expect(isResponseUrl('http://127.0.0.1:4280/_slack/response/1', apiUrl)).toBe(true);
    expect(isResponseUrl('http://127.0.0.1:4281/_slack/response/1', apiUrl)).toBe(false);
  });
});
