import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { E164 } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { TwilioClient } from './twilio-client.ts';

const to = '+12025550101' as E164;
const from = '+12025550100' as E164;
const since = '2026-11-23T03:00:00.500Z' as Instant;
const signal = new AbortController().signal;

type Seen = { method: string; url: URL; authorization: string | undefined; form: URLSearchParams };
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let client: TwilioClient;
let seen: Seen[];
let connections: number;
let answer: Answer;

const json =
  (status: number, body: unknown): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

beforeEach(async () => {
  seen = [];
  connections = 0;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '/', 'http://twilio.test');
    const { authorization } = request.headers;
    seen.push({ method: request.method ?? '', url, authorization, form: new URLSearchParams(body) });
    answer(response, request);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new TwilioClient({ accountSid: 'AC1', authToken: 'secret', from, apiUrl: apiUrl() });
});

afterEach(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const apiUrl = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/_twilio`;
const statusCallback = 'https://pager.example.com/v1/twilio/status?incident=01J&attempt=p.1.1';
const send = (abort: AbortSignal = signal) =>
  client.sendSms({ to, body: 'INC-7 & Müller + 1', statusCallback, signal: abort });

describe('a text message', () => {
  it('is handed to Twilio as Twilio documents it', async () => {
    answer = json(201, { sid: 'SM1', status: 'queued', error_code: null });
    expect(await send()).toEqual({ type: 'accepted', sid: 'SM1', status: 'queued' });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.method).toBe('POST');
    expect(seen[0]?.url.pathname).toBe('/_twilio/2010-04-01/Accounts/AC1/Messages.json');
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('AC1:secret').toString('base64')}`);
    expect(Object.fromEntries(seen[0]?.form ?? [])).toEqual({
      To: to,
      From: from,
      Body: 'INC-7 & Müller + 1',
      StatusCallback: statusCallback,
      ValidityPeriod: '600',
    });
  });

  it('goes out over a connection that is kept', async () => {
    answer = json(201, { sid: 'SM1', status: 'queued' });
    await send();
    await send();
    expect([seen.length, connections]).toEqual([2, 1]);
  });

  it('is refused for good when the person opted out, and the number stays out of the message', async () => {
    answer = json(400, { code: 21610, message: `Attempt to send to unsubscribed recipient ${to}`, status: 400 });
    expect(await send()).toEqual({
      type: 'refused',
      code: '21610',
      message: 'Attempt to send to unsubscribed recipient (number)',
      permanent: true,
    });
  });

  it('is refused, but not for good, when our credentials are wrong', async () => {
    answer = json(401, { code: 20003, message: 'Authenticate', status: 401 });
    expect(await send()).toEqual({ type: 'refused', code: '20003', message: 'Authenticate', permanent: false });
  });

  it('is refused when it comes back already failed', async () => {
    answer = json(201, { sid: 'SM1', status: 'failed', error_code: 30034, error_message: 'Unregistered number' });
    expect(await send()).toEqual({
      type: 'refused',
      code: '30034',
      message: 'Unregistered number',
      permanent: true,
    });
  });

  it.each([
    [500, { code: 20500, message: 'Internal Server Error', status: 500 }, 'Internal Server Error'],
    [503, '<html>not JSON at Twilio</html>', ''],
    [429, { code: 20429, message: 'Too Many Requests', status: 429 }, 'Too Many Requests'],
    [307, { message: 'elsewhere' }, 'elsewhere'],
  ])('failed on %i, known as not sent', async (status, body, why) => {
    answer = json(status, body);
    expect(await send()).toMatchObject({ type: 'failed', status, ...(why ? { why } : {}) });
  });

  it('failed on an error in the newer form too', async () => {
    answer = json(400, { type: 'about:blank', title: 'Invalid number', status: 400, code: 21211 });
    expect(await send()).toMatchObject({ type: 'refused', code: '21211', permanent: true });
  });

  it('is of unknown outcome when Twilio does not answer in time', async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    expect(await send(abort.signal)).toEqual({ type: 'unknown', why: 'timeout' });
  });

  it('is of unknown outcome when time runs out in the middle of the answer', async () => {
    const abort = new AbortController();
    answer = (response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"sid":');
      setImmediate(() => abort.abort());
    };
    expect(await send(abort.signal)).toEqual({ type: 'unknown', why: 'timeout' });
  });

  it('is of unknown outcome when the connection is lost after Twilio has read it', async () => {
    answer = (_, request) => request.socket.destroy();
    expect(await send()).toEqual({ type: 'unknown', why: 'connection-lost' });
  });

  it('is of unknown outcome when a kept connection turns out to be gone', async () => {
    answer = json(201, { sid: 'SM1', status: 'queued' });
    await send();
    answer = (_, request) => request.socket.destroy();
    expect(await send()).toEqual({ type: 'unknown', why: 'connection-lost' });
  });

  it.each([
    ['', 201],
    ['{"sid":', 201],
    ['{"status":"queued"}', 201],
    ['null', 201],
  ])('is of unknown outcome when a success cannot be read: %j', async (body, status) => {
    answer = (response) => response.writeHead(status).end(body);
    expect(await send()).toEqual({ type: 'unknown', why: 'unreadable-answer' });
  });

  it('failed when a refusal is cut off after its status', async () => {
    answer = (response, request) => {
      response.writeHead(500, { 'content-length': '100' }).write('x', () => request.socket.destroy());
    };
    expect(await send()).toMatchObject({ type: 'failed', status: 500 });
  });

  it('failed when Twilio cannot be reached, known as not sent', async () => {
    const nowhere = new TwilioClient({ accountSid: 'AC1', authToken: 's', from, apiUrl: 'http://127.0.0.1:1' });
    expect(await nowhere.sendSms({ to, body: 'x', statusCallback, signal })).toEqual({
      type: 'failed',
      status: undefined,
      why: 'ECONNREFUSED',
    });
  });

  it('failed when the time was up before it left', async () => {
    expect(await send(AbortSignal.abort())).toMatchObject({ type: 'failed', status: undefined });
    expect(seen).toEqual([]);
  });
});

describe('a call', () => {
  const url = 'https://pager.example.com/v1/twilio/voice?incident=01J&attempt=p.1.2';

  it('is handed to Twilio as Twilio documents it', async () => {
    answer = json(201, { sid: 'CA1', status: 'queued' });
    expect(await client.placeCall({ to, url, statusCallback, signal })).toEqual({
      type: 'accepted',
      sid: 'CA1',
      status: 'queued',
    });
    expect(seen[0]?.url.pathname).toBe('/_twilio/2010-04-01/Accounts/AC1/Calls.json');
    expect([...(seen[0]?.form ?? [])].sort()).toEqual([
      ['From', from],
      ['Method', 'POST'],
      ['StatusCallback', statusCallback],
      ['StatusCallbackEvent', 'answered'],
      ['StatusCallbackEvent', 'completed'],
      ['StatusCallbackEvent', 'initiated'],
      ['StatusCallbackEvent', 'ringing'],
      ['StatusCallbackMethod', 'POST'],
      ['Timeout', '25'],
      ['To', to],
      ['Url', url],
    ]);
  });

  it('is refused for good when the number is none', async () => {
    answer = json(400, { code: 21211, message: "The 'To' number is not valid", status: 400 });
    expect(await client.placeCall({ to, url, statusCallback, signal })).toMatchObject({
      type: 'refused',
      code: '21211',
      permanent: true,
    });
  });
});

describe('looking up a message', () => {
  const message = (sid: string, created: string, other: object = {}) => ({
    sid,
    to,
    from,
    status: 'sent',
    body: 'INC-7 SEV1 checkout',
    date_created: created,
    error_code: null,
    ...other,
  });
  /** What Twilio puts around a list. The library refuses a list with other names around it. */
  const page = {
    first_page_uri: '/x',
    next_page_uri: '/y',
    previous_page_uri: null,
    uri: '/x',
    page: 0,
    page_size: 50,
    start: 0,
    end: 3,
  };
  const find = () => client.findMessage({ to, since, contains: 'INC-7 ', signal });

  it('finds the first one since the attempt, newest first as Twilio lists them', async () => {
    answer = json(200, {
      ...page,
      messages: [
        message('SM4', 'Mon, 23 Nov 2026 03:00:40 +0000'),
        message('SM3', 'Mon, 23 Nov 2026 03:00:00 +0000', { status: 'undelivered', error_code: 30003 }),
        message('SM2', 'Mon, 23 Nov 2026 03:00:00 +0000', { body: 'INC-70 SEV1 other' }),
        message('SM1', 'Mon, 23 Nov 2026 02:30:00 +0000'),
      ],
    });
    expect(await find()).toEqual({
      type: 'found',
      sid: 'SM3',
      status: 'undelivered',
      errorCode: '30003',
      createdAt: '2026-11-23T03:00:00.000Z',
    });
    expect(Object.fromEntries(seen[0]?.url.searchParams ?? [])).toEqual({ To: to, From: from, PageSize: '50' });
  });

  it('finds nothing in older ones, in other texts and for other numbers', async () => {
    answer = json(200, {
      messages: [
        message('SM3', 'Mon, 23 Nov 2026 03:00:01 +0000', { to: '+12025550199' }),
        message('SM2', 'Mon, 23 Nov 2026 03:00:01 +0000', { body: 'INC-70 SEV1 other' }),
        message('SM1', 'Mon, 23 Nov 2026 02:30:00 +0000'),
      ],
    });
    expect(await find()).toEqual({ type: 'not-found' });
  });

  it.each([
    [json(503, {}), 'failed'],
    [json(401, { code: 20003, message: 'Authenticate', status: 401 }), 'Authenticate'],
    [json(200, { unexpected: true }), 'unreadable-answer'],
    [((_, request) => request.socket.destroy()) as Answer, 'connection-lost'],
  ])('knows nothing when Twilio does not tell (%#)', async (reply, why) => {
    answer = reply;
    const outcome = await find();
    expect(outcome.type).toBe('failed');
    if (why !== 'failed') expect(outcome).toMatchObject({ why });
  });
});

describe('looking up a call', () => {
  it('finds the first one since the attempt', async () => {
    const placed = (sid: string, created: string) => ({ sid, to, status: 'ringing', date_created: created });
    answer = json(200, {
      calls: [placed('CA2', 'Mon, 23 Nov 2026 03:00:02 +0000'), placed('CA1', 'Mon, 23 Nov 2026 02:58:00 +0000')],
    });
    expect(await client.findCall({ to, since, signal })).toMatchObject({
      type: 'found',
      sid: 'CA2',
      status: 'ringing',
    });
    expect(seen[0]?.url.pathname).toBe('/_twilio/2010-04-01/Accounts/AC1/Calls.json');
  });

  it('finds nothing when there is none', async () => {
    answer = json(200, { calls: [] });
    expect(await client.findCall({ to, since, signal })).toEqual({ type: 'not-found' });
  });
});
