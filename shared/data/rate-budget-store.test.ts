import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Budget, closedUntil, reserve } from '../domain/chat/rate-budget.ts';
import { addSeconds, type Instant, secondsBetween } from '../lib/instant.ts';
import { type TestDatabase, testDatabase } from './fixtures/database.ts';
import { rateBudgetStore } from './rate-budget-store.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

let made = 0;
const budget = (): Budget => ({ name: `method-${made++}`, rate: { everyMs: 1000, burst: 3 } });

it('gives each of many who ask at once a turn of their own', async () => {
  const store = rateBudgetStore(database.connection);
  const of = budget();
  const reserved = await Promise.all(Array.from({ length: 20 }, () => store.reserve(of, START, 5000)));
  const waits = reserved.flatMap((one) => (one.type === 'reserved' ? [secondsBetween(START, one.goAt)] : []));
  expect(waits.sort((a, b) => a - b)).toEqual([0, 0, 0, 1, 2, 3, 4, 5]);
  expect(reserved.filter(({ type }) => type === 'full')).toHaveLength(12);
});

it('decides as the pure rule does', async () => {
  const store = rateBudgetStore(database.connection);
  const of = budget();
  let arrivalMs = 0;
  let at = START;
  for (const pause of [0, 0, 0.2, 0, 5, 0, 0, 0, 0, 0, 0.5, 2, 0, 30, 0]) {
    at = addSeconds(at, pause);
    const expected = reserve(arrivalMs, of.rate, at, 1500);
    if (expected.type === 'reserved') arrivalMs = expected.arrivalMs;
    expect(await store.reserve(of, at, 1500)).toEqual(expected);
  }
});

it('is closed for everybody until the time that Slack named, and not opened earlier by a later word', async () => {
  const store = rateBudgetStore(database.connection);
  const of = budget();
  await store.reserve(of, START, 0);
  await store.close(of.name, closedUntil(of.rate, addSeconds(START, 30)));
  await store.close(of.name, closedUntil(of.rate, addSeconds(START, 10)));
  expect(await store.reserve(of, START, 2000)).toEqual({ type: 'full', until: addSeconds(START, 30) });
  expect(await store.reserve(of, addSeconds(START, 30), 0)).toMatchObject({ type: 'reserved' });
});
