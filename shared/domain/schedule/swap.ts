import type { UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { shiftsBetween } from './on-call.ts';
import type { Override, Schedule } from './schedule.ts';

/** Time that somebody is on call for, all of it, from the first moment up to but not including the second. */
export interface Stretch {
  readonly userId: UserId;
  readonly from: Instant;
  readonly to: Instant;
}

/** Why two stretches cannot be swapped; `which` is the one that is at fault. */
export type SwapRefusal =
  | { readonly code: 'same-person'; readonly which: 1 }
  | { readonly code: 'overlap'; readonly which: 1 }
  | { readonly code: 'not-on-call'; readonly which: 0 | 1; readonly at: Instant };

/** The first moment of a stretch at which somebody else has it, or nobody. */
const lostAt = (schedule: Schedule, { userId, from, to }: Stretch): Instant | undefined =>
  shiftsBetween(schedule, from, to).find((shift) => shift.userId !== userId)?.from;

/**
 * Two people take each other's time: two overrides that belong together. Each must be on call for the whole of what they
 * give, so that nobody gives away what is a third person's.
 *
 * @throws RangeError when a stretch ends before it begins or is longer than 400 days.
 */
export const swapOf = (
  schedule: Schedule,
  [one, other]: readonly [Stretch, Stretch],
  ids: { readonly swap: string; readonly overrides: readonly [string, string] },
): Result<readonly [Override, Override], SwapRefusal> => {
  if (one.userId === other.userId) return err({ code: 'same-person', which: 1 });
  if (one.from < other.to && other.from < one.to) return err({ code: 'overlap', which: 1 });
  for (const [which, stretch] of [[0, one] as const, [1, other] as const]) {
    const at = lostAt(schedule, stretch);
    if (at) return err({ code: 'not-on-call', which, at });
  }
  const taken = (id: string, { from, to }: Stretch, userId: UserId): Override => ({
    id,
    userId,
    from,
    to,
    swap: ids.swap,
  });
  return ok([taken(ids.overrides[0], one, other.userId), taken(ids.overrides[1], other, one.userId)]);
};
