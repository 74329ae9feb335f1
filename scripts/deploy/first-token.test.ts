import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { directoryStore } from '../../shared/data/directory-store.ts';
import { connectTable, type TableConnection, tables } from '../../shared/data/table.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { sha256 } from '../../shared/runtime/sha256.ts';
import { ensureTables, type LocalDatabase, startDatabase } from '../local/aws/dynamodb.ts';
import { makeFirstToken } from './first-token.ts';

const NOW = '2026-11-28T10:00:00.000Z' as Instant;
const NAMES = { table: 'pd-lite-state', idempotency: 'pd-lite-idempotency' };

let database: LocalDatabase;
let connection: TableConnection;

beforeAll(async () => {
  database = await startDatabase(null);
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  await ensureTables(new DynamoDBClient({ region: 'us-east-1', endpoint: database.url }), tables(NAMES));
  connection = connectTable({ table: NAMES.table, region: 'us-east-1', endpoint: database.url });
});

afterAll(() => database.stop());

it('is an admin for a day, and only the first', async () => {
  const token = await makeFirstToken(connection, NOW);
  const kept = await directoryStore(connection).token(sha256(token));
  expect(kept).toMatchObject({ role: 'admin', userId: null, expiresAt: '2026-11-29T10:00:00.000Z' });
  await expect(makeFirstToken(connection, NOW)).rejects.toThrow('somebody is known here already');
});
