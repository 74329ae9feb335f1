import { shiftsBetween } from '../../domain/schedule/on-call.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';

/** How far people look ahead: what comes later is "not in sight". */
const AHEAD_SECONDS = 60 * 86_400;

/** Somebody's time on call without a break, for whatever reasons. */
export interface Turn {
  readonly userId: UserId;
  readonly from: Instant;
  /** Null when no end is in sight. */
  readonly until: Instant | null;
}

/** Who is on call from an instant on, in order; gaps are left out. */
export const turnsFrom = (schedule: Schedule, at: Instant): readonly Turn[] => {
  const end = addSeconds(at, AHEAD_SECONDS);
  const turns: { userId: UserId; from: Instant; until: Instant }[] = [];
  for (const { userId, from, to } of shiftsBetween(schedule, at, end)) {
    const last = turns.at(-1);
    if (userId === undefined) continue;
    if (last && last.userId === userId && last.until === from) last.until = to;
    else turns.push({ userId, from, until: to });
  }
  return turns.map((turn) => ({ ...turn, until: turn.until === end ? null : turn.until }));
};
