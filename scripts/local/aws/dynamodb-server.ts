import { type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { closeWhatWasRead } from './closed-reads.ts';
import { readDirectly } from './direct-reads.ts';
import { cacheTableDescriptions } from './table-cache.ts';
import { writeItemsWithTheirIndexes } from './whole-writes.ts';
import { askWithoutSocket, type RequestListener } from './without-socket.ts';

/** What the database does with a request; kept in memory that two threads share, so that a change counts at once. */
export const DATABASE_MODES = { ok: 0, error: 1, timeout: 2 } as const;
export const DATABASE_OPERATIONS = { all: 0, reads: 1, writes: 2 } as const;

const READS = /\.(GetItem|BatchGetItem|Query|Scan)$/;
const WRITES = /\.(PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/;

const UNWELL = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
});

export interface DatabaseServer {
  readonly url: string;
  /** Answers what another thread of this process was asked, as the port would: a status and a body. */
  serve(
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    answer: (status: number, body: string) => void,
  ): void;
  close(): Promise<void>;
}

/**
 * dynalite on a port of 127.0.0.1, on disk under `path` or in memory (null). `outage` holds the mode and the operations
 * it is for; requests that it does not concern go to dynalite directly.
 */
export const serveDatabase = async (path: string | null, port: number, outage: Int32Array): Promise<DatabaseServer> => {
  cacheTableDescriptions();
  closeWhatWasRead();
  readDirectly();
  writeItemsWithTheirIndexes();
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const server = dynalite({ ...(path === null ? {} : { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const [serve] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const mode = Atomics.load(outage, 0);
    if (mode !== DATABASE_MODES.ok && concerns(Atomics.load(outage, 1), request)) return fail(mode, request, response);
    (serve as RequestListener)(request, response);
    // A caller that hangs up is no reason to stop, as dynalite's own listener would.
    request.removeAllListeners('error');
    request.on('error', () => {});
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await firstAnswer(url);
  return {
    url,
    serve: (headers, body, answer) => askWithoutSocket(serve as RequestListener, headers, body, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** dynalite opens its files when it is first asked; files that it cannot open end the thread here, not later. */
const firstAnswer = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=laptop, SignedHeaders=host, Signature=none',
    };
    const asked = request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    asked.once('error', reject);
    asked.end('{}');
  });

const concerns = (operations: number, request: IncomingMessage): boolean => {
  const target = String(request.headers['x-amz-target'] ?? '');
  if (operations === DATABASE_OPERATIONS.reads) return READS.test(target);
  if (operations === DATABASE_OPERATIONS.writes) return WRITES.test(target);
  return true;
};

const fail = (mode: number, request: IncomingMessage, response: ServerResponse): void => {
  request.on('error', () => {});
  request.resume();
  if (mode === DATABASE_MODES.timeout) return;
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(UNWELL);
};
