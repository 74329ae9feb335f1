import type { ScheduleId, UserId } from '../../lib/ids.ts';
import { type Instant, parseInstant } from '../../lib/instant.ts';
import { type Shift, shiftsBetween, whoIsOnCall } from './on-call.ts';
import type { Layer, Override, Rotation, Schedule } from './schedule.ts';

/** Schedules for tests, in few words. */
export const user = (name: string): UserId => name as UserId;

/** Any ISO 8601 text with an offset. */
export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`not an instant: ${text}`);
  return parsed;
};

export const every = (length: number, unit: Rotation['unit'], startsAt: string): Rotation => ({
  unit,
  length,
  startsAt,
});

/** `people` by their initials: `'ab'` is a and b. */
export const layer = (name: string, people: string, rotation: Rotation, more: Partial<Layer> = {}): Layer => ({
  name,
  rotation,
  participants: [...people].map(user),
  ...more,
});

export const override = (id: string, name: string, from: string, to: string): Override => ({
  id,
  userId: user(name),
  from: instant(from),
  to: instant(to),
});

export const schedule = (timeZone: string, layers: Layer[], overrides: Override[] = []): Schedule => ({
  id: 'schedule' as ScheduleId,
  name: 'Payments',
  timeZone,
  layers,
  overrides,
  version: 1,
});

/** Who has it at a moment; `-` is nobody. */
export const who = (given: Schedule, at: string): string => whoIsOnCall(given, instant(at))?.userId ?? '-';

/** Tiles as lines like `a 2026-03-08T14:00Z/2026-03-09T13:00Z`. */
export const lines = (given: Schedule, from: string, to: string): string[] =>
  shiftsBetween(given, instant(from), instant(to)).map(lineOf);

const lineOf = (shift: Shift): string => `${shift.userId ?? '-'} ${short(shift.from)}/${short(shift.to)}`;

const short = (at: Instant): string => at.replace(':00.000Z', 'Z');
