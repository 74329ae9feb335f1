import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { level, person, policy, scheduled } from '../../shared/domain/escalation/fixtures/directory.ts';
import { wallClock } from '../../shared/domain/schedule/wall-clock.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { deleteResource, updateResource } from '../../shared/runtime/http/resource.ts';
import type { ConfigDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';
import { createSchedule } from './handler.ts';

let stores: TestStores;
let deps: ConfigDeps;
beforeAll(async () => {
  stores = await testStores();
  deps = stores as unknown as ConfigDeps;
  for (const id of ['ada', 'ben']) await stores.config.users.create(person(id, { rules: [] }));
});
afterAll(() => stores.database.stop());

const LAYER = {
  name: 'weekly',
  rotation: { unit: 'week', length: 1, startsAt: '2026-11-23T09:00' },
  participants: ['ada', 'ben'],
};
const GIVEN = { name: 'Payments, primary', timeZone: 'Europe/London', layers: [LAYER] };
const making = async (more: object = {}) => said(await createSchedule(deps, request({ ...GIVEN, ...more })));
const layered = (more: object) => making({ layers: [{ ...LAYER, ...more }] });
const turning = (more: object) => layered({ rotation: { ...LAYER.rotation, ...more } });

it('makes a schedule, and what pages finds it', async () => {
  expect(await making()).toMatchObject({ status: 201, id: 'payments-primary', ...GIVEN, overrides: [], version: 1 });
  expect(await stores.directory.schedule('payments-primary' as never)).toMatchObject(GIVEN);
});

it.each(['UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'Asia/Calcutta', 'Australia/Lord_Howe'])(
  'takes the zone %s',
  async (timeZone) => {
    expect(await making({ timeZone })).toMatchObject({ status: 201, timeZone });
    expect(() => wallClock(timeZone)).not.toThrow();
  },
);

describe('it refuses', () => {
  it.each(['Mars/Olympus', '+05:30', 'Europe/', '', '__proto__', 'x'.repeat(200), 7])(
    'the zone %j',
    async (timeZone) => {
      expect(await making({ timeZone })).toMatchObject({ status: 400, field: 'timeZone' });
    },
  );

  it.each(['2026-02-30T09:00', '2026-11-23', '2026-11-23T24:00', '2026-11-23T09:00Z', 'monday', '0001-01-01T00:00'])(
    'a hand-over at %s',
    async (startsAt) => {
      expect(await turning({ startsAt })).toMatchObject({ status: 400, field: 'layers[0].rotation.startsAt' });
    },
  );

  it.each([
    ['a turn of no time', () => turning({ length: 0 }), 'layers[0].rotation.length'],
    ['a turn of half a day', () => turning({ length: 0.5 }), 'layers[0].rotation.length'],
    ['months, which are not all as long', () => turning({ unit: 'month' }), 'layers[0].rotation.unit'],
    ['a layer of nobody', () => layered({ participants: [] }), 'layers[0].participants'],
    ['a layer of somebody who is gone', () => layered({ participants: ['ada', 'gone'] }), 'layers[0].participants[1]'],
    ['too many people', () => layered({ participants: Array(51).fill('ada') }), 'layers[0].participants'],
    ['too many layers', () => making({ layers: Array(21).fill(LAYER) }), 'layers'],
    [
      'an eighth day',
      () => layered({ restrictions: [{ days: [8], from: '09:00', to: '17:00' }] }),
      'layers[0].restrictions[0].days[0]',
    ],
    [
      'a day twice',
      () => layered({ restrictions: [{ days: [1, 1], from: '09:00', to: '17:00' }] }),
      'layers[0].restrictions[0].days',
    ],
    [
      'an hour that no clock shows',
      () => layered({ restrictions: [{ from: '25:00', to: '17:00' }] }),
      'layers[0].restrictions[0].from',
    ],
    [
      'two overrides of one id',
      () => {
        const override = { id: 'o', userId: 'ada', from: '2026-11-23T09:00:00Z', to: '2026-11-24T09:00:00Z' };
        return making({ overrides: [override, override] });
      },
      'overrides',
    ],
    [
      'an override for somebody who is gone',
      () =>
        making({
          overrides: [{ id: 'o', userId: 'gone', from: '2026-11-23T09:00:00Z', to: '2026-11-24T09:00:00Z' }],
        }),
      'overrides[0].userId',
    ],
  ])('%s', async (_, asked, field) => {
    expect(await asked()).toMatchObject({ status: 400, field });
  });
});

it('is changed from the newest version only, and deleted only when no policy pages it', async () => {
  const { id } = await making({ name: 'Search' });
  const update = updateResource(SCHEDULES);
  const remove = deleteResource(SCHEDULES);
  const params = { id: id as string };
  const layers = [{ ...LAYER, endsAt: '2027-01-01T00:00:00+01:00' }];
  expect(said(await update(deps, request({ version: 1, layers }, { params })))).toMatchObject({
    status: 200,
    version: 2,
    layers: [{ endsAt: '2026-12-31T23:00:00.000Z' }],
  });
  expect(said(await update(deps, request({ version: 1, name: 'x' }, { params })))).toMatchObject({
    status: 409,
    code: 'version-mismatch',
  });
  await stores.config.policies.create(policy([level(scheduled('search'))]));
  expect(said(await remove(deps, request(undefined, { params })))).toMatchObject({ status: 409, code: 'in-use' });
  await stores.config.policies.remove(policy([]));
  expect((await remove(deps, request(undefined, { params }))).statusCode).toBe(204);
});
