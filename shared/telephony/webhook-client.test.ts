import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WebhookUrl } from '../lib/ids.ts';
import { WebhookClient } from './webhook-client.ts';

const URL_OF_IT = 'https://hooks.example.com/pd' as WebhookUrl;
const SECRET = 'a secret of the deployment';
let answer: (response: ServerResponse) => void;
let seen: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
let standIn: string;
let stop: () => Promise<unknown>;

beforeEach(async () => {
  seen = [];
  answer = (response) => response.writeHead(204).end();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
});
afterEach(() => stop());

const send = (signal = AbortSignal.timeout(5000), url = URL_OF_IT) =>
  new WebhookClient({ secret: SECRET, standIn }).send({
    url,
    id: 'i-1',
    sentAtSeconds: 1767225600,
    body: '{"a":1}',
    signal,
  });

it('sends one request, signed with a key that opens no other address', async () => {
  expect(await send()).toEqual({ type: 'accepted', sid: 'HTTP 204', status: 'sent' });
  expect(await send(undefined, 'https://other.example.com/' as WebhookUrl)).toMatchObject({ type: 'accepted' });
  const key = createHmac('sha256', SECRET).update(URL_OF_IT).digest();
  const signature = createHmac('sha256', key).update('i-1.1767225600.{"a":1}').digest('base64');
  expect(seen[0]).toMatchObject({
    body: '{"a":1}',
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'i-1',
      'webhook-timestamp': '1767225600',
      'webhook-signature': `v1,${signature}`,
    },
  });
  expect(seen[1]?.headers['webhook-signature']).not.toBe(seen[0]?.headers['webhook-signature']);
});

it.each([
  [404, 'refused'],
  [410, 'refused'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
])('takes an answer of %i as %s', async (status, type) => {
  answer = (response) => response.writeHead(status).end('what it says of it is not read');
  expect(await send()).toMatchObject({ type });
});

it('follows no redirect', async () => {
  answer = (response) => response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end();
  expect(await send()).toMatchObject({ type: 'refused', code: 'HTTP 307' });
  expect(seen).toHaveLength(1);
});

it('reads nothing of an answer that does not end', async () => {
  answer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(timer));
  };
  expect(await send()).toMatchObject({ type: 'accepted' });
});

it('does not wait for ever, and does not know then whether it was heard', async () => {
  answer = () => {};
  expect(await send(AbortSignal.timeout(100))).toEqual({ type: 'unknown', why: 'timeout' });
});

it('goes nowhere but into the public network, whatever a name leads to', async () => {
  const direct = new WebhookClient({ secret: SECRET });
  const request = { id: 'i-1', sentAtSeconds: 1, body: '{}', signal: AbortSignal.timeout(5000) };
  expect(await direct.send({ ...request, url: 'https://localhost/' as WebhookUrl })).toMatchObject({
    type: 'refused',
    code: 'not_public',
  });
});
