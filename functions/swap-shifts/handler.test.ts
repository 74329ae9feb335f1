import { expect, it } from 'vitest';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { shiftsBetween } from '../../shared/domain/schedule/on-call.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { ScheduleId, UserId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { swapShifts } from './handler.ts';

/** A week each, from a Monday at 09:00. */
const PRIMARY: Schedule = {
  id: 'primary' as ScheduleId,
  name: 'Primary',
  timeZone: 'UTC',
  layers: [
    {
      name: 'weekly',
      rotation: { unit: 'week', length: 1, startsAt: '2026-11-16T09:00' },
      participants: ['ada', 'ben', 'cleo'] as UserId[],
    },
  ],
  overrides: [],
  version: 1,
};
const MONDAY = { userId: 'ada', from: '2026-11-16T18:00:00Z', to: '2026-11-17T09:00:00Z' };
const WEEK_AFTER = { userId: 'ben', from: '2026-11-23T18:00:00Z', to: '2026-11-24T09:00:00Z' };

const sending = async (body: unknown) => {
  let schedule = PRIMARY;
  const config = {
    users: { get: async (id: string) => (id === 'gone' ? undefined : person(id)) },
    schedules: {
      get: async () => schedule,
      replace: async (value: Schedule) => {
        schedule = value;
        return true;
      },
    },
  };
  const answer = said(await swapShifts({ config } as never, request(body, { params: { id: 'primary' } })));
  return { answer, schedule: () => schedule };
};
const at = (schedule: Schedule, from: string, to: string) =>
  shiftsBetween(schedule, from as Instant, to as Instant).map(({ userId }) => userId);

it('gives each the time of the other, by one change', async () => {
  const { answer, schedule } = await sending({ shifts: [MONDAY, WEEK_AFTER] });
  expect(answer).toMatchObject({ status: 201, version: 2, overrides: [{ userId: 'ben' }, { userId: 'ada' }] });
  expect(schedule().overrides.map(({ swap }) => swap)).toEqual([answer['swap'], answer['swap']]);
  expect(at(schedule(), '2026-11-16T18:00:00.000Z', '2026-11-17T09:00:00.000Z')).toEqual(['ben']);
  expect(at(schedule(), '2026-11-23T18:00:00.000Z', '2026-11-24T09:00:00.000Z')).toEqual(['ada']);
});

it.each([
  ['with oneself', [MONDAY, { ...WEEK_AFTER, userId: 'ada' }], 'shifts[1].userId'],
  ['of the same time', [MONDAY, { ...MONDAY, userId: 'ben' }], 'shifts[1].from'],
  ['of what is not theirs', [{ ...MONDAY, userId: 'cleo' }, WEEK_AFTER], 'shifts[0].userId'],
  ['of what is theirs only in part', [MONDAY, { ...WEEK_AFTER, to: '2026-11-30T10:00:00Z' }], 'shifts[1].userId'],
  ['with somebody who is not there', [MONDAY, { ...WEEK_AFTER, userId: 'gone' }], 'shifts[1].userId'],
  ['that goes backwards', [{ ...MONDAY, to: '2026-11-16T17:00:00Z' }, WEEK_AFTER], 'shifts[0].to'],
  ['of one', [MONDAY], 'shifts'],
  ['of three', [MONDAY, WEEK_AFTER, WEEK_AFTER], 'shifts'],
])('refuses a swap %s', async (_, shifts, field) => {
  const { answer, schedule } = await sending({ shifts });
  expect(answer).toMatchObject({ status: 400, field });
  expect(schedule()).toBe(PRIMARY);
});
