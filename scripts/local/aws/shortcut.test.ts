import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { askThread } from './dynamodb-thread.ts';
import { onShortcut, takeShortcut, type WireRequest, type WireResponse } from './shortcut.ts';

const HEADERS = { 'content-type': 'application/x-amz-json-1.0' };
const answer = (name: string): WireResponse => ({
  status: 200,
  headers: HEADERS,
  body: JSON.stringify({ TableNames: [name] }),
});

describe('what a client of this process asks', () => {
  let server: Server;
  let url: string;
  let client: DynamoDBClient;
  let end = () => {};
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().once('end', () => response.writeHead(200, HEADERS).end(answer('by a socket').body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  });
  afterEach(() => {
    end();
    vi.unstubAllEnvs();
  });
  afterAll(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const asked = async (abortSignal?: AbortSignal) =>
    (await client.send(new ListTablesCommand({}), abortSignal ? { abortSignal } : {})).TableNames?.[0];

  it('is handed over as it would be sent, signed, and heard of', async () => {
    const seen: WireRequest[] = [];
    const heard: WireRequest[] = [];
    const stop = onShortcut((request) => heard.push(request));
    end = takeShortcut(url, async (request) => {
      seen.push(request);
      return answer('at once');
    });
    expect(await asked()).toBe('at once');
    stop();
    expect(seen).toEqual([expect.objectContaining({ path: '/', body: Buffer.from('{}') })]);
    expect(seen[0]?.headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    expect(seen[0]?.headers['authorization']).toContain('AWS4-HMAC-SHA256');
    expect(heard).toEqual(seen);
  });

  it('takes the socket when it may be given up, when it is turned down, and when that is over', async () => {
    end = takeShortcut(url, async () => answer('at once'));
    expect(await asked(new AbortController().signal)).toBe('by a socket');
    end = takeShortcut(url, () => undefined);
    expect(await asked()).toBe('by a socket');
    end = takeShortcut(url, async () => answer('at once'));
    end();
    expect(await asked()).toBe('by a socket');
  });

  it('takes the socket where everything is to', async () => {
    vi.stubEnv('PD_SOCKETS_ONLY', 'true');
    end = takeShortcut(url, async () => answer('at once'));
    expect(await asked()).toBe('by a socket');
  });

  it('fails as it does at a socket, by the name that the service gives', async () => {
    const refusal = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException' });
    end = takeShortcut(url, async () => ({ status: 400, headers: HEADERS, body: refusal }));
    await expect(asked()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe("the database's thread", () => {
  const request: WireRequest = { path: '/', headers: HEADERS, body: Buffer.from('{}') };

  it('that ends leaves nobody waiting, then or later', async () => {
    const worker = new Worker("require('node:worker_threads').parentPort.once('message', () => process.exit(1))", {
      eval: true,
      execArgv: [],
    });
    const { ask } = askThread(worker);
    await expect(Promise.allSettled([ask(request), ask(request)])).resolves.toMatchObject([
      { status: 'rejected', reason: { code: 'ECONNRESET' } },
      { status: 'rejected', reason: { code: 'ECONNRESET' } },
    ]);
    await expect(ask(request)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
