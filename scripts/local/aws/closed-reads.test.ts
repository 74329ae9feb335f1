import { createRequire } from 'node:module';
import { DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { TEST_TABLES } from '../test-region.ts';
import { ensureTables } from './dynamodb.ts';
import { serveDatabase } from './dynamodb-server.ts';

interface Iterator {
  close(): Promise<void>;
}
type Level = Record<'values' | 'keys', (options: object) => Iterator>;

/** Counts what a database opens to read with, and what is closed again. */
const countReads = () => {
  const dynalite = createRequire(import.meta.url)('dynalite/db') as { create: (options: object) => { db: Level } };
  const { create } = dynalite;
  const count = { opened: 0, closed: 0 };
  dynalite.create = (options) => {
    const store = create(options);
    for (const kind of ['values', 'keys'] as const) {
      const open = store.db[kind].bind(store.db);
      store.db[kind] = (range) => {
        count.opened += 1;
        const iterator = open(range);
        const close = iterator.close.bind(iterator);
        iterator.close = () => {
          count.closed += 1;
          return close();
        };
        return iterator;
      };
    }
    return store;
  };
  return count;
};

it('closes all that it opened to read with', async () => {
  const count = countReads();
  const database = await serveDatabase(null, 0, new Int32Array(new SharedArrayBuffer(8)));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials });
  await ensureTables(client, TEST_TABLES);
  for (const sk of ['a', 'b', 'c']) {
    await client.send(new PutItemCommand({ TableName: 'test', Item: { pk: { S: 'x' }, sk: { S: sk } } }));
  }
  const query = (Limit: number) =>
    client.send(
      new QueryCommand({
        TableName: 'test',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'x' } },
        Limit,
      }),
    );
  for (let times = 0; times < 10; times += 1) expect((await query(2)).Count).toBe(2);
  expect((await query(9)).Count).toBe(3);
  expect((await client.send(new ScanCommand({ TableName: 'test' }))).Count).toBe(3);
  // Before the database is closed, which closes whatever is open still.
  expect(count.opened).toBeGreaterThanOrEqual(12);
  expect(count.closed).toBe(count.opened);
  client.destroy();
  await database.close();
});
