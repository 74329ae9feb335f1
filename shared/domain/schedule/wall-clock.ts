// Functions of Temporal and not its classes: a function that is bundled carries a third as much.
import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import { getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';

/**
 * The wall clock of one time zone. A local time is a number: the milliseconds that `1970-01-01T00:00` and it are apart
 * on a calendar without a zone, so that days and weeks are plain arithmetic (a local day is always 86,400,000).
 */
export interface WallClock {
  /** What the clock shows at a moment. */
  read(epochMs: number): number;
  /**
   * The first moment at which the clock shows this time or a later one: the first of two occurrences;
   * where the clock jumps over the time, the moment of the jump. Never decreases as the local time grows.
   */
  first(localMs: number): number;
  /**
   * The moment from which the clock never again shows an earlier time: the last of two occurrences;
   * where the clock jumps over the time, the moment of the jump. Never decreases as the local time grows.
   */
  last(localMs: number): number;
}

/** A stretch of time with one offset; `toMs` is the zone's next transition, or Infinity. */
interface Span {
  fromMs: number;
  readonly toMs: number;
  readonly offsetMs: number;
}

/** No clock has ever been further from UTC than 15 h 56 min. */
const OFFSET_MS_MAX = 16 * 3_600_000;
/** An unknown time is looked up from a month before it: the hand-over before it is then mostly known as well. */
const LOOK_BACK_MS = 31 * 86_400_000;
/** What is kept in memory; a zone with daylight saving time needs two spans a year. */
const SPANS_MAX = 64;
const CLOCKS_MAX = 256;

const clocks = new Map<string, WallClock>();

/**
 * The clock of an IANA zone. Finding a zone's transitions is slow and they never change, so clocks are kept.
 * @throws RangeError when the zone is unknown.
 */
export const wallClock = (timeZone: string): WallClock => {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = createWallClock(timeZone);
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
};

const createWallClock = (timeZone: string): WallClock => {
  const spanAt = spanFinder(timeZone);
  return {
    read: (epochMs) => epochMs + spanAt(epochMs).offsetMs,
    first: (localMs) => {
      let span = spanAt(localMs - OFFSET_MS_MAX);
      while (localMs - span.offsetMs >= span.toMs) span = spanAt(span.toMs);
      return Math.max(span.fromMs, localMs - span.offsetMs);
    },
    last: (localMs) => {
      let span = spanAt(localMs - OFFSET_MS_MAX);
      let reached = Math.min(span.toMs, localMs - span.offsetMs);
      while (span.toMs < localMs + OFFSET_MS_MAX) {
        span = spanAt(span.toMs);
        if (span.fromMs < localMs - span.offsetMs) reached = Math.min(span.toMs, localMs - span.offsetMs);
      }
      return reached;
    },
  };
};

/** Finds the span that contains a moment, and remembers it. */
const spanFinder = (timeZone: string): ((epochMs: number) => Span) => {
  // Only to refuse an unknown zone now, and not when it is first asked.
  toZonedDateTimeISO(fromEpochMilliseconds(0), timeZone);
  const known: Span[] = [];
  let recent: Span | undefined;

  const keep = (span: Span): void => {
    const same = known.find((other) => other.toMs === span.toMs);
    if (same) same.fromMs = Math.min(same.fromMs, span.fromMs);
    else known.push(span);
  };
  const lookUp = (epochMs: number): Span => {
    if (known.length >= SPANS_MAX) known.length = 0;
    const found = spansUpTo(timeZone, epochMs);
    for (const span of found) keep(span);
    return found.at(-1) as Span;
  };

  return (epochMs) => {
    if (recent && contains(recent, epochMs)) return recent;
    recent = known.find((span) => contains(span, epochMs)) ?? lookUp(epochMs);
    return recent;
  };
};

const contains = (span: Span, epochMs: number): boolean => span.fromMs <= epochMs && epochMs < span.toMs;

/** The spans from a month before a moment up to the one that contains it. The first begins where we began to look. */
const spansUpTo = (timeZone: string, epochMs: number): Span[] => {
  const spans: Span[] = [];
  let at = toZonedDateTimeISO(fromEpochMilliseconds(epochMs - LOOK_BACK_MS), timeZone);
  for (let fromMs = at.epochMilliseconds; fromMs <= epochMs; ) {
    const next = getTimeZoneTransition(at, 'next');
    const toMs = next ? next.epochMilliseconds : Number.POSITIVE_INFINITY;
    spans.push({ fromMs, toMs, offsetMs: offsetNanoseconds(at) / 1e6 });
    if (next) at = next;
    fromMs = toMs;
  }
  return spans;
};
