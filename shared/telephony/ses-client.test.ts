import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SesClient } from './ses-client.ts';

let answer: (response: ServerResponse) => void;
let seen: { readonly path: string; readonly body: unknown }[];
let client: SesClient;
let stop: () => Promise<unknown>;

const says =
  (status: number, body: unknown, type?: string) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...(type ? { 'x-amzn-errortype': type } : {}) });
    response.end(JSON.stringify(body));
  };

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  seen = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ path: request.url ?? '', body: JSON.parse(body) });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new SesClient({ region: 'us-east-1', from: 'PD Lite <pd@example.com>', endpoint });
  stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  client.close();
  await stop();
});

const send = (signal = new AbortController().signal) =>
  client.send({ to: 'ada@example.com', subject: 'INC-7', text: 'It is down', signal });

describe('an e-mail by SES', () => {
  it('is plain text to one person', async () => {
    answer = says(200, { MessageId: 'm-1' });
    expect(await send()).toEqual({ type: 'accepted', sid: 'm-1', status: 'sent' });
    expect(seen).toEqual([
      {
        path: '/v2/email/outbound-emails',
        body: {
          FromEmailAddress: 'PD Lite <pd@example.com>',
          Destination: { ToAddresses: ['ada@example.com'] },
          Content: {
            Simple: {
              Subject: { Data: 'INC-7', Charset: 'UTF-8' },
              Body: { Text: { Data: 'It is down', Charset: 'UTF-8' } },
            },
          },
        },
      },
    ]);
  });

  it('that SES refuses was not sent, and what it says holds no address', async () => {
    answer = says(400, { message: 'Email address is not verified: ada@example.com' }, 'MessageRejected');
    const outcome = await send();
    expect(outcome).toMatchObject({ type: 'refused', code: 'MessageRejected', permanent: true });
    expect(JSON.stringify(outcome)).not.toContain('ada@example.com');
  });

  it('is asked for once when SES is not well', async () => {
    answer = says(500, { message: 'no' }, 'InternalServiceErrorException');
    expect(await send()).toMatchObject({ type: 'failed', status: 500 });
    expect(seen).toHaveLength(1);
  });

  it('may have been sent when no answer came in time', async () => {
    answer = () => undefined;
    const timeout = new AbortController();
    const sent = send(timeout.signal);
    await expect.poll(() => seen.length).toBe(1);
    timeout.abort();
    expect(await sent).toEqual({ type: 'unknown', why: 'timeout' });
  });
});
