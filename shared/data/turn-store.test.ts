import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IncidentId, PolicyId, RunId } from '../lib/ids.ts';
import { freshId, type TestDatabase, testDatabase } from './fixtures/database.ts';
import { type TurnStore, turnStore } from './turn-store.ts';

let database: TestDatabase;
let turns: TurnStore;
beforeAll(async () => {
  database = await testDatabase();
  turns = turnStore(database.connection);
});
afterAll(() => database.stop());

const policyId = 'checkout' as PolicyId;
const turning = (runId = 'r1', level = 0) => ({
  incidentId: freshId() as IncidentId,
  runId: runId as RunId,
  policyId,
  level,
});

it('gives each run that comes to a level the next number, and the same one however often it asks', async () => {
  expect(await turns.next(policyId, 0)).toBe(0);
  const first = turning();
  expect(await turns.take(first)).toBe(0);
  expect(await turns.take(turning())).toBe(1);
  expect(await turns.take(first)).toBe(0);
  expect(await turns.take({ ...first, runId: 'r2' as RunId })).toBe(2);
  expect(await turns.take({ ...first, level: 1 })).toBe(0);
  expect(await turns.next(policyId, 0)).toBe(3);
});

it('gives many at once each a number of their own, and the same run the same one', async () => {
  const same = turning('r1', 5);
  const [one, other] = await Promise.all([turns.take(same), turns.take(same)]);
  expect(one).toBe(other);
  const many = await Promise.all(Array.from({ length: 10 }, () => turns.take(turning('r1', 5))));
  expect(new Set(many).size).toBe(10);
});
