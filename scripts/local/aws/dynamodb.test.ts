import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  type AttributeValue,
  DynamoDBClient,
  type DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEST_TABLES } from '../test-region.ts';
import { ensureTables, type LocalDatabase, startDatabase } from './dynamodb.ts';

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
const put = (client: DynamoDBClient, pk: string, signal?: AbortSignal) =>
  client.send(
    new PutItemCommand({ TableName: 'test', Item: { pk: { S: pk }, sk: { S: 'x' } } }),
    signal ? { abortSignal: signal } : {},
  );
const get = async (client: DynamoDBClient, pk: string) =>
  (await client.send(new GetItemCommand({ TableName: 'test', Key: { pk: { S: pk }, sk: { S: 'x' } } }))).Item;

describe('the built-in database', () => {
  let database: LocalDatabase;
  let client: DynamoDBClient;
  beforeAll(async () => {
    database = await startDatabase(null);
    client = clientOf(database.url);
    await ensureTables(client, TEST_TABLES);
  });
  afterEach(() => database.setOutage('ok', 'all'));
  afterAll(async () => {
    client.destroy();
    await database.stop();
  });
  const statusOf = (work: Promise<unknown>) =>
    work.then(
      () => 200,
      (error: DynamoDBServiceException) => [error.name, error.$metadata.httpStatusCode],
    );

  it('makes no table a second time', async () => {
    await put(client, 'kept');
    await ensureTables(client, TEST_TABLES);
    expect(await get(client, 'kept')).toBeDefined();
  });

  it('answers 500 in an outage, and is itself again after it', async () => {
    database.setOutage('error', 'all');
    expect(await statusOf(put(client, 'a'))).toEqual(['InternalServerError', 500]);
    expect(await statusOf(get(client, 'a'))).toEqual(['InternalServerError', 500]);
    database.setOutage('ok', 'all');
    expect(await get(client, 'a')).toBeUndefined();
  });

  it('can fail only its writes', async () => {
    database.setOutage('error', 'writes');
    expect(await statusOf(put(client, 'b'))).toEqual(['InternalServerError', 500]);
    expect(await statusOf(get(client, 'b'))).toBe(200);
  });

  it('can fail only its reads', async () => {
    database.setOutage('error', 'reads');
    expect(await statusOf(put(client, 'c'))).toBe(200);
    expect(await statusOf(get(client, 'c'))).toEqual(['InternalServerError', 500]);
  });

  it('can say nothing at all', async () => {
    database.setOutage('timeout', 'all');
    await expect(put(client, 'd', AbortSignal.timeout(100))).rejects.toThrow();
  });

  it('lives on when callers hang up in the middle', async () => {
    const calls = Array.from({ length: 50 }, async (_, index) => {
      const abort = new AbortController();
      const call = put(client, `hang-up-${index}`, abort.signal).catch(() => {});
      setTimeout(() => abort.abort(), index % 5);
      await call;
    });
    await Promise.all(calls);
    await put(client, 'alive');
    expect(await get(client, 'alive')).toBeDefined();
  });
});

it('ends also when its thread has died by itself, and the next begins', async () => {
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  const database = await startDatabase(null);
  const client = clientOf(database.url);
  await ensureTables(client, TEST_TABLES);
  await (posted.mock.contexts.at(-1) as Worker).terminate();
  posted.mockRestore();
  await database.stop();
  client.destroy();
  const next = await startDatabase(null);
  const again = clientOf(next.url);
  await ensureTables(again, TEST_TABLES);
  await put(again, 'new');
  again.destroy();
  await next.stop();
});

const [PLAIN] = TEST_TABLES as [(typeof TEST_TABLES)[0]];
const WITH_INDEX = {
  ...PLAIN,
  TableName: 'due',
  AttributeDefinitions: ['pk', 'sk', 'duePk', 'dueSk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'due',
      KeySchema: [
        { AttributeName: 'duePk', KeyType: 'HASH' as const },
        { AttributeName: 'dueSk', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
};

describe('the database on disk', () => {
  const script = fileURLToPath(new URL('../database.ts', import.meta.url));
  let path: string;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(process.execPath, [script, '--port', '0', '--path', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const client = clientOf(line.toString().trim());
    await ensureTables(client, TEST_TABLES);
    return client;
  };
  const end = async (signal: NodeJS.Signals) => {
    const exited = once(child as ChildProcess, 'exit');
    child?.kill(signal);
    await exited;
  };
  beforeAll(() => {
    path = mkdtempSync(join(tmpdir(), 'pd-lite-db-'));
  });
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(path, { recursive: true, force: true });
  });

  it('has all that it confirmed after it was killed', async () => {
    const client = await start();
    for (let index = 0; index < 20; index += 1)
      await Promise.all([0, 1, 2, 3, 4].map((n) => put(client, `${index}.${n}`)));
    await end('SIGKILL');
    client.destroy();

    const again = await start();
    const { Count } = await again.send(new ScanCommand({ TableName: 'test', Select: 'COUNT' }));
    expect(Count).toBe(100);
    again.destroy();
    await end('SIGTERM');
    expect(child?.exitCode).toBe(0);
  });

  it('has every item in its index, whenever it is killed', async () => {
    const deadline = (at: number) => `${String(at).padStart(8, '0')}`;
    const move = (client: DynamoDBClient, name: number, at: number) =>
      client.send(
        new PutItemCommand({
          TableName: 'due',
          Item: { pk: { S: `${name}` }, sk: { S: 'x' }, duePk: { S: 'due' }, dueSk: { S: deadline(at) } },
        }),
      );
    const all = async (client: DynamoDBClient, index: { IndexName?: string }) =>
      ((await client.send(new ScanCommand({ TableName: 'due', ...index }))).Items ?? [])
        .map(({ pk, dueSk }: Record<string, AttributeValue>) => `${pk?.S} ${dueSk?.S}`)
        .sort();
    for (let life = 0; life < 6; life += 1) {
      const client = await start();
      await ensureTables(client, [WITH_INDEX]);
      const mover = async (name: number) => {
        for (let at = 0; ; at += 1) await move(client, name, life * 100_000 + at);
      };
      const movers = Array.from({ length: 10 }, (_, name) => mover(name).catch(() => {}));
      // It dies in the middle of writes; when exactly is left to chance.
      for (let moved = 0; moved < 20 + life; moved += 1) await move(client, 99, life * 100_000 + moved);
      await end('SIGKILL');
      await Promise.all(movers);
      client.destroy();
      const again = await start();
      expect(await all(again, { IndexName: 'due' })).toEqual(await all(again, {}));
      again.destroy();
      await end('SIGKILL');
    }
  });
});
