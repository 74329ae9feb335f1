import { shiftsBetween } from '../../shared/domain/schedule/on-call.ts';
import type { Layer, Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { ScheduleId, UserId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { type Summary, summary } from './figures.ts';

const layer = (name: string, people: string, rotation: Layer['rotation'], more: Partial<Layer> = {}): Layer => ({
  name,
  rotation,
  participants: [...people] as UserId[],
  ...more,
});

/** A rotation by the week, nights by the day and office hours in turns of half a day: more than most teams have. */
const THREE_LAYERS: Schedule = {
  id: 'bench' as ScheduleId,
  name: 'Bench',
  timeZone: 'America/New_York',
  layers: [
    layer('weekly', 'abc', { unit: 'week', length: 1, startsAt: '2020-01-06T09:00' }),
    layer(
      'nights',
      'de',
      { unit: 'day', length: 1, startsAt: '2020-01-06T20:00' },
      { restrictions: [{ from: '20:00', to: '08:00' }] },
    ),
    layer(
      'office',
      'fg',
      { unit: 'hour', length: 12, startsAt: '2021-01-06T07:00' },
      { restrictions: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] },
    ),
  ],
  overrides: [],
  version: 1,
};

export interface YearTimes {
  readonly shifts: number;
  /** The very first, with nothing compiled and no transition of the zone known. */
  readonly first_ms: number;
  readonly each: Summary;
}

/** How long the final schedule of a year takes, `count` times after the first. */
export const yearTimes = (count: number): YearTimes => {
  const year = (): { readonly ms: number; readonly shifts: number } => {
    const began = performance.now();
    const shifts = shiftsBetween(
      THREE_LAYERS,
      '2026-01-01T00:00:00.000Z' as Instant,
      '2027-01-01T00:00:00.000Z' as Instant,
    );
    return { ms: performance.now() - began, shifts: shifts.length };
  };
  const first = year();
  return { shifts: first.shifts, first_ms: first.ms, each: summary(Array.from({ length: count }, () => year().ms)) };
};
