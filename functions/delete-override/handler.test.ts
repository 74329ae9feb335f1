import { expect, it } from 'vitest';
import { always } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { Override, Schedule } from '../../shared/domain/schedule/schedule.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { deleteOverride } from './handler.ts';

const override = (id: string, swap?: string): Override => ({
  ...({ userId: 'ben', from: '2026-11-23T20:00:00.000Z', to: '2026-11-24T08:00:00.000Z' } as Omit<Override, 'id'>),
  id,
  ...(swap ? { swap } : {}),
});

const holding = (...overrides: readonly Override[]) => {
  let schedule: Schedule = { ...always('primary', 'ada'), overrides };
  const schedules = {
    get: async (id: string) => (id === 'primary' ? schedule : undefined),
    replace: async (value: Schedule, version: number) => {
      if (version !== schedule.version) return false;
      schedule = value;
      return true;
    },
  };
  const removing = (overrideId: string, id = 'primary') =>
    deleteOverride({ config: { schedules } } as never, request(undefined, { params: { id, overrideId } }));
  return { removing, now: () => schedule };
};

it('takes it away', async () => {
  const { removing, now } = holding(override('o1'), override('o2'));
  expect((await removing('o1')).statusCode).toBe(204);
  expect(now()).toMatchObject({ version: 2, overrides: [{ id: 'o2' }] });
});

it('takes the other half of a swap along', async () => {
  const { removing, now } = holding(override('s-1', 's'), override('s-2', 's'), override('o2'));
  expect((await removing('s-2')).statusCode).toBe(204);
  expect(now().overrides.map(({ id }) => id)).toEqual(['o2']);
});

it('says that there is none of that name, and changes nothing', async () => {
  const { removing, now } = holding(override('o1'));
  expect(said(await removing('o9'))).toMatchObject({ status: 404 });
  expect(said(await removing('o1', 'other'))).toMatchObject({ status: 404 });
  expect(now().version).toBe(1);
});
