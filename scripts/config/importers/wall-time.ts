import type { Fields } from '../model.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;

const two = (value: number): string => String(value).padStart(2, '0');

/** Seconds of a day as `HH:MM`; the end of the day is `24:00`. */
const clockOf = (seconds: number): string => `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;

/** An instant as a zone's wall clock shows it, `YYYY-MM-DDTHH:MM`; undefined when it, or the zone, cannot be read. */
export const localTime = (instant: string, timeZone: string): string | undefined => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return undefined;
  try {
    return at.toLocaleString('sv-SE', { timeZone }).replace(' ', 'T').slice(0, 16);
  } catch {
    return undefined;
  }
};

/** The unit and length of a turn that lasts so many seconds; undefined when it is no number of hours. */
export const turnOf = (seconds: number): { readonly unit: string; readonly length: number } | undefined => {
  if (seconds <= 0 || seconds % 3600 !== 0) return undefined;
  if (seconds % WEEK === 0) return { unit: 'week', length: seconds / WEEK };
  return seconds % DAY === 0 ? { unit: 'day', length: seconds / DAY } : { unit: 'hour', length: seconds / 3600 };
};

/** Every day from a time of day for a while; undefined means always. */
export const daily = (fromSeconds: number, forSeconds: number): Fields | undefined =>
  forSeconds >= DAY ? undefined : { from: clockOf(fromSeconds), to: clockOf((fromSeconds + forSeconds) % DAY || DAY) };

/**
 * A stretch of the week, from a day (1 is Monday) and a time of day for a while, as pieces that each lie within a day;
 * undefined means always.
 */
export const weekly = (day: number, fromSeconds: number, forSeconds: number): readonly Fields[] | undefined => {
  if (forSeconds >= WEEK) return undefined;
  const pieces: Fields[] = [];
  let at = (day - 1) * DAY + fromSeconds;
  for (const end = at + forSeconds; at < end; ) {
    const midnight = (Math.floor(at / DAY) + 1) * DAY;
    const until = Math.min(end, midnight);
    const from = clockOf(at % DAY);
    pieces.push({ days: [(Math.floor(at / DAY) % 7) + 1], from, to: clockOf(until % DAY || DAY) });
    at = until;
  }
  return pieces;
};

/** Pieces of the same hours on several days as one. */
export const merged = (pieces: readonly Fields[]): readonly Fields[] => {
  const days = new Map<string, Set<number>>();
  for (const { days: on, from, to } of pieces) {
    const key = JSON.stringify([from, to]);
    const known = days.get(key) ?? new Set<number>();
    for (const day of (on as readonly number[] | undefined) ?? [1, 2, 3, 4, 5, 6, 7]) known.add(day);
    days.set(key, known);
  }
  return [...days].map(([key, on]) => {
    const [from, to] = JSON.parse(key) as readonly string[];
    return on.size === 7 ? { from, to } : { days: [...on].sort((a, b) => a - b), from, to };
  });
};
