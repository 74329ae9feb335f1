import type { Restriction } from './schedule.ts';
import type { WallClock } from './wall-clock.ts';

/** Whether any restriction is open at a moment, and until when that surely stays so (ask again then). */
export type WindowFinder = (epochMs: number) => { readonly open: boolean; readonly untilMs: number };

interface Window {
  readonly days: readonly number[] | undefined;
  /** From the local midnight that begins the day it opens on. */
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
/** A window can begin the day before and last a day; clocks have been put back and forward by up to a day. */
const DAYS_AROUND = 2;
const ALWAYS = { open: true, untilMs: Number.POSITIVE_INFINITY } as const;

/**
 * Restrictions on the wall clock. A window opens at the first occurrence of `from` and closes at the last of `to`, so a
 * change of the clocks never opens a hole (GoAlert's rule); a time that the clock jumps over is the moment of the jump.
 *
 * @throws RangeError when a time is not `HH:MM`.
 */
export const windowFinder = (restrictions: readonly Restriction[], clock: WallClock): WindowFinder => {
  if (restrictions.length === 0) return () => ALWAYS;
  const openingsOf = openingFinder(restrictions.map(windowOf), clock);

  return (epochMs) => {
    const today = Math.floor(clock.read(epochMs) / DAY_MS);
    let closesMs = Number.NEGATIVE_INFINITY;
    // Openings of later days are not looked at.
    let opensMs = clock.first((today + DAYS_AROUND + 1) * DAY_MS);
    for (let day = today - DAYS_AROUND; day <= today + DAYS_AROUND; day += 1) {
      for (const { fromMs, toMs } of openingsOf(day)) {
        if (fromMs > epochMs) opensMs = Math.min(opensMs, fromMs);
        else closesMs = Math.max(closesMs, toMs);
      }
    }
    return closesMs > epochMs ? { open: true, untilMs: closesMs } : { open: false, untilMs: opensMs };
  };
};

/** From when to when the windows of a local day are open. A finder lives as long as one walk, so it keeps every day. */
const openingFinder = (
  windows: readonly Window[],
  clock: WallClock,
): ((day: number) => readonly { readonly fromMs: number; readonly toMs: number }[]) => {
  const known = new Map<number, { fromMs: number; toMs: number }[]>();
  return (day) => {
    const kept = known.get(day);
    if (kept) return kept;
    const openings = windows
      .filter(({ days }) => !days || days.includes(isoWeekday(day)))
      .map((window) => ({
        fromMs: clock.first(day * DAY_MS + window.fromMs),
        toMs: clock.last(day * DAY_MS + window.toMs),
      }));
    known.set(day, openings);
    return openings;
  };
};

const windowOf = (restriction: Restriction): Window => {
  const fromMs = timeOfDayMs(restriction.from);
  const toMs = timeOfDayMs(restriction.to);
  return { days: restriction.days, fromMs, toMs: toMs <= fromMs ? toMs + DAY_MS : toMs };
};

const timeOfDayMs = (text: string): number => {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minutes <= 24 * 60)) throw new RangeError(`not a time of day as HH:MM: ${text}`);
  return minutes * 60_000;
};

/** 1970-01-01, the day 0, was a Thursday. */
const isoWeekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;
