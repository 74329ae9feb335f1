import type { Instant } from '../../lib/instant.ts';
import type { Override, Schedule } from './schedule.ts';

/** All of a schedule is one item, which is read whenever it pages. */
export const OVERRIDES_MAX = 200;

/** The schedule without an override; one half of a swap takes the other along, since half a swap is nobody's wish. */
export const withoutOverride = (schedule: Schedule, id: string): Schedule => {
  const found = schedule.overrides.find((each) => each.id === id);
  if (!found) return schedule;
  const isGone = (each: Override): boolean => each === found || (found.swap !== undefined && each.swap === found.swap);
  return { ...schedule, overrides: schedule.overrides.filter((each) => !isGone(each)) };
};

/**
 * The schedule with overrides more, over those that it has. Where it then had too many, those that ended longest ago are
 * forgotten; undefined when there are too many that have not ended.
 */
export const withOverrides = (schedule: Schedule, more: readonly Override[], at: Instant): Schedule | undefined => {
  const all = [...schedule.overrides, ...more];
  const tooMany = all.length - OVERRIDES_MAX;
  if (tooMany <= 0) return { ...schedule, overrides: all };
  const ended = schedule.overrides.filter(({ to }) => to <= at).toSorted((a, b) => (a.to < b.to ? -1 : 1));
  if (ended.length < tooMany) return undefined;
  const forgotten = new Set(ended.slice(0, tooMany));
  return { ...schedule, overrides: all.filter((each) => !forgotten.has(each)) };
};
