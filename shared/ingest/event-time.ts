import type { Instant } from '../lib/instant.ts';
import { fromEpochMs, isInstant, parseInstant } from '../lib/instant.ts';

const FIRST = '1970-01-01T00:00:00.000Z';
const TEXT_MAX = 64;
/** Seconds until the year 5138, milliseconds since 1973: below it a number is seconds, from it on milliseconds. */
const EPOCH_MS_MIN = 100_000_000_000;
const EPOCH_MS_MAX = Date.UTC(9999, 11, 31);

/**
 * A moment as senders write it: ISO 8601 with an offset (`+0000` too), or seconds or milliseconds since 1970.
 * Undefined for anything else, and for times before 1970: `0001-01-01` is how Go writes "no time".
 */
export const readTime = (value: unknown): Instant | undefined => {
  if (typeof value === 'number') return readEpoch(value);
  if (typeof value !== 'string' || value.length > TEXT_MAX) return undefined;
  const instant = parseInstant(value.trim());
  return instant !== undefined && isInstant(instant) && instant >= FIRST ? instant : undefined;
};

const readEpoch = (value: number): Instant | undefined => {
  const epochMs = Math.round(value < EPOCH_MS_MIN ? value * 1000 : value);
  return epochMs >= 0 && epochMs <= EPOCH_MS_MAX ? fromEpochMs(epochMs) : undefined;
};
