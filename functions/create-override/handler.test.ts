import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { always, person } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { ConfigDeps } from '../../shared/runtime/resources/deps.ts';
import { createOverride } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  stores = await testStores();
  await stores.config.users.create(person('ada'));
  await stores.config.users.create(person('ben', { rules: [] }));
  await stores.config.schedules.create(always('primary', 'ada'));
});
afterAll(() => stores.database.stop());

const NIGHT = { userId: 'ben', from: '2026-11-23T20:00:00Z', to: '2026-11-24T09:00:00+01:00' };
const sending = async (body: unknown, id = 'primary', deps: unknown = stores) =>
  said(await createOverride(deps as ConfigDeps, request(body, { params: { id } })));
const primary = async () => (await stores.config.schedules.get('primary')) as Schedule;

it('adds one person for a time, and says how it is called', async () => {
  const made = await sending(NIGHT);
  expect(made).toMatchObject({
    status: 201,
    userId: 'ben',
    from: '2026-11-23T20:00:00.000Z',
    to: '2026-11-24T08:00:00.000Z',
    version: 2,
  });
  const { overrides, version } = await primary();
  expect(version).toBe(2);
  expect(overrides).toEqual([{ id: made['id'], userId: 'ben', from: made['from'], to: made['to'] }]);
});

it('keeps every one of many that are made at the same instant', async () => {
  const before = (await primary()).overrides.length;
  const answers = await Promise.all([1, 2, 3].map(() => sending(NIGHT)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect((await primary()).overrides).toHaveLength(before + 3);
});

it('gives up, and has changed nothing, when it loses to others every time', async () => {
  const schedules = { ...stores.config.schedules, replace: async () => false };
  await expect(
    sending(NIGHT, 'primary', { ...stores, config: { users: stores.config.users, schedules } }),
  ).rejects.toThrow(/every time/);
});

describe('it refuses', () => {
  it.each([
    ['somebody who is not there', { userId: 'gone' }, 'userId'],
    ['an end before its beginning', { to: '2026-11-23T19:00:00Z' }, 'to'],
    ['no time at all', { to: NIGHT.from }, 'to'],
    ['more than a year', { to: '2028-11-23T19:00:00Z' }, 'to'],
    ['a time without an offset', { from: '2026-11-23T20:00:00' }, 'from'],
    ['a field that it does not know', { layer: 'x' }, 'layer'],
  ])('%s', async (_, more, field) => {
    const { version } = await primary();
    expect(await sending({ ...NIGHT, ...more })).toMatchObject({ status: 400, field });
    expect((await primary()).version).toBe(version);
  });

  it('a schedule that is not there', async () => {
    expect(await sending(NIGHT, 'nothing')).toMatchObject({ status: 404 });
    expect(await sending(NIGHT, '../x')).toMatchObject({ status: 404 });
  });

  it('more than there is room for', async () => {
    const full = Array.from({ length: 200 }, (_, index) => ({ ...NIGHT, id: `o${index}` }));
    await stores.config.schedules.create({ ...always('full', 'ada'), overrides: full } as never);
    expect(await sending(NIGHT, 'full')).toMatchObject({ status: 409, code: 'too-many' });
  });
});
