import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectTable, tables } from '../../shared/data/table.ts';
import { ensureTables, type LocalDatabase, startDatabase } from '../local/aws/dynamodb.ts';
import { copyTable } from './copy-table.ts';

const ITEMS = 60;
let database: LocalDatabase;
const tableOf = (table: string) => connectTable({ table, region: 'us-east-1', endpoint: database.url });

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  database = await startDatabase(null);
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint: database.url });
  await ensureTables(client, tables({ table: 'restored', idempotency: 'restored-idempotency' }));
  await ensureTables(client, tables({ table: 'new', idempotency: 'new-idempotency' }));
});

afterAll(() => database.stop());

it('has every item as it was, and writes over nothing', async () => {
  const restored = tableOf('restored');
  for (let number = 0; number < ITEMS; number += 1) {
    const Item = {
      pk: `incident#${number}`,
      sk: 'now',
      duePk: 'due#1',
      dueSk: String(number),
      held: { deep: [number] },
    };
    await restored.client.send(new PutCommand({ TableName: 'restored', Item }));
  }
  expect(await copyTable(restored, tableOf('new'))).toBe(ITEMS);
  const scan = async (table: string) => {
    const { Items = [] } = await restored.client.send(new ScanCommand({ TableName: table }));
    return Items.sort((one, other) => String(one['pk']).localeCompare(String(other['pk'])));
  };
  expect(await scan('new')).toEqual(await scan('restored'));
  await expect(copyTable(restored, tableOf('new'))).rejects.toThrow('new is not empty');
});
