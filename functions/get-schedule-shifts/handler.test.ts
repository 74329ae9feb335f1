import { expect, it } from 'vitest';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { ScheduleId, UserId } from '../../shared/lib/ids.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { getScheduleShifts } from './handler.ts';

const office = (unit: 'hour' | 'week', more: Partial<Schedule> = {}): Schedule => ({
  id: 'primary' as ScheduleId,
  name: 'Primary',
  timeZone: 'Asia/Kolkata',
  layers: [
    {
      name: 'office hours',
      rotation: { unit, length: 1, startsAt: '2026-01-05T09:00' },
      participants: ['ada', 'gone'] as UserId[],
      restrictions: unit === 'week' ? [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] : [],
    },
  ],
  overrides: [],
  version: 3,
  ...more,
});
const asking = async (schedule: Schedule, search: Record<string, string>, id = 'primary') =>
  said(
    await getScheduleShifts(
      {
        directory: {
          schedule: async (known: string) => (known === 'primary' ? schedule : undefined),
          user: async (known: string) => (known === 'ada' ? person('ada') : undefined),
        } as never,
      },
      request(undefined, { method: 'GET', params: { id }, search }),
    ),
  );

it('covers a range without a hole, and says who, why, and where nobody is on call', async () => {
  const answer = await asking(office('week'), { from: '2026-01-05T00:00:00+05:30', to: '2026-01-06T00:00:00+05:30' });
  expect(answer).toMatchObject({
    status: 200,
    schedule: { id: 'primary', name: 'Primary', timeZone: 'Asia/Kolkata', version: 3 },
    from: '2026-01-04T18:30:00.000Z',
    to: '2026-01-05T18:30:00.000Z',
    next: null,
  });
  expect(answer['items']).toEqual([
    { from: '2026-01-04T18:30:00.000Z', to: '2026-01-05T03:30:00.000Z', user: null, reason: { type: 'gap' } },
    {
      from: '2026-01-05T03:30:00.000Z',
      to: '2026-01-05T11:30:00.000Z',
      user: { id: 'ada', name: 'Ada' },
      reason: {
        type: 'layer',
        layer: 'office hours',
        shiftFrom: '2026-01-05T03:30:00.000Z',
        shiftTo: '2026-01-12T03:30:00.000Z',
      },
    },
    { from: '2026-01-05T11:30:00.000Z', to: '2026-01-05T18:30:00.000Z', user: null, reason: { type: 'gap' } },
  ]);
  expect(answer['gaps']).toHaveLength(2);
});

it('is a month from now on, if it is asked for nothing else', async () => {
  const answer = await asking(office('week'), {});
  expect(Date.parse(answer['to'] as string) - Date.parse(answer['from'] as string)).toBe(31 * 86_400_000);
});

it('names somebody who is gone by the id alone', async () => {
  const { items } = await asking(office('hour'), { from: '2026-01-05T04:30:00Z', to: '2026-01-05T04:45:00Z' });
  expect(items).toMatchObject([{ user: { id: 'gone', name: null } }]);
});

it('says where to go on when there is more than one answer holds', async () => {
  const asked = { from: '2026-02-01T00:00:00Z', to: '2026-12-31T00:00:00Z' };
  const first = await asking(office('hour'), asked);
  expect(first['items']).toHaveLength(2000);
  expect(first['to']).toBe(first['next']);
  const second = await asking(office('hour'), { ...asked, from: first['next'] as string });
  expect((second['items'] as { from: string }[])[0]?.from).toBe(first['next']);
});

it('names the parameter that is wrong', async () => {
  const schedule = office('week');
  const from = '2026-01-05T00:00:00Z';
  expect(await asking(schedule, { from: 'monday' })).toMatchObject({ status: 400, field: 'from' });
  expect(await asking(schedule, { to: '2026-01-05' })).toMatchObject({ status: 400, field: 'to' });
  expect(await asking(schedule, { from, to: '2026-01-04T00:00:00Z' })).toMatchObject({ status: 400, field: 'to' });
  expect(await asking(schedule, { from, to: '2027-02-10T00:00:00Z' })).toMatchObject({ status: 400, field: 'to' });
  expect(await asking(schedule, {}, 'other')).toMatchObject({ status: 404, field: 'id' });
});
