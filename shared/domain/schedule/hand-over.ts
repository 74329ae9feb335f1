import type { UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { shiftsBetween } from './on-call.ts';
import type { Schedule } from './schedule.ts';

/** A moment from which on somebody else is on call, or nobody, or somebody again. */
export interface HandOver {
  readonly at: Instant;
  readonly before: UserId | undefined;
  readonly after: UserId | undefined;
  /** How long they have it, over turns and layers; undefined when that is further off than `LOOK_AHEAD_DAYS`. */
  readonly until: Instant | undefined;
}

export const LOOK_AHEAD_DAYS = 62;

/**
 * The hand-overs after a moment, up to and with another. Turns of one person that follow each other are none: nothing
 * changes hands.
 *
 * @throws RangeError when a layer is malformed.
 */
export const handOversBetween = (schedule: Schedule, after: Instant, upTo: Instant): readonly HandOver[] => {
  // Most minutes have none, and looking far ahead is for those that do.
  const now = shiftsBetween(schedule, after, addSeconds(upTo, 1));
  if (now.every(({ userId }) => userId === now[0]?.userId)) return [];
  const shifts = shiftsBetween(schedule, after, addSeconds(upTo, LOOK_AHEAD_DAYS * 86_400));
  const changes = shifts.flatMap((shift, index) => {
    const before = shifts[index - 1];
    return before && before.userId !== shift.userId
      ? [{ at: shift.from, before: before.userId, after: shift.userId }]
      : [];
  });
  return changes
    .map((change, index): HandOver => ({ ...change, until: changes[index + 1]?.at }))
    .filter(({ at }) => at > after && at <= upTo);
};
