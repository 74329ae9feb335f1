import { type Instant, toEpochMs } from '../../lib/instant.ts';
import type { Rotation } from './schedule.ts';
import type { WallClock } from './wall-clock.ts';

/** One turn of a rotation; the first has the number 0. */
export interface Turn {
  readonly number: number;
  readonly fromMs: number;
  /** The next turn begins here. */
  readonly toMs: number;
}

/** Gives the turn at a moment. Before the rotation starts there is none; then `startsMs` says when it will. */
export type TurnFinder = (epochMs: number) => Turn | { readonly startsMs: number };

const UNIT_MS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const satisfies Record<
  Rotation['unit'],
  number
>;

/**
 * Turns by the wall clock: turn n begins at the first moment at which the clock shows `startsAt` + n × length or later.
 * So a daily hand-over at 09:00 stays at 09:00 over a change of the clocks (the turn lasts 23 or 25 hours), and an
 * hourly one stays on the hour. Where the clock shows a hand-over time twice, the first time counts and the turn before
 * ends there (GoAlert ends a shift at the last occurrence, which cannot tile); where the clock jumps over it, the jump.
 * A turn that lies wholly within the jump has no length and is never found: its person sits out that once.
 *
 * @throws RangeError when `startsAt` is no local time, or `length` no whole number from 1.
 */
export const turnFinder = (rotation: Rotation, clock: WallClock): TurnFinder => {
  const startsLocalMs = localMsOf(rotation.startsAt);
  const lengthMs = rotation.length * UNIT_MS[rotation.unit];
  if (!Number.isInteger(rotation.length) || rotation.length < 1) {
    throw new RangeError(`a rotation's length is a whole number from 1, not ${rotation.length}`);
  }
  const startsMs = clock.first(startsLocalMs);
  const beginsAt = (turn: number): number => clock.first(startsLocalMs + turn * lengthMs);

  return (epochMs) => {
    if (epochMs < startsMs) return { startsMs };
    // When the clock has been put back it shows an earlier turn than the one it has already reached: go on from there.
    let number = Math.max(0, Math.floor((clock.read(epochMs) - startsLocalMs) / lengthMs));
    let toMs = beginsAt(number + 1);
    while (toMs <= epochMs) {
      number += 1;
      toMs = beginsAt(number + 1);
    }
    return { number, fromMs: beginsAt(number), toMs };
  };
};

const localMsOf = (local: string): number => {
  const localMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? toEpochMs(`${local}:00.000Z` as Instant) : Number.NaN;
  if (Number.isNaN(localMs)) throw new RangeError(`not a local time as YYYY-MM-DDTHH:MM: ${local}`);
  return localMs;
};
