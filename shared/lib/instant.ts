/**
 * A moment in UTC as ISO 8601 with milliseconds, for example `2026-11-23T03:00:00.000Z`.
 * Always this one form, so comparing two as text compares them in time.
 */
export type Instant = string & { readonly __brand: 'Instant' };

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** @throws RangeError when the number is not a time a calendar knows. */
export const fromEpochMs = (epochMs: number): Instant => new Date(epochMs).toISOString() as Instant;

export const toEpochMs = (instant: Instant): number => Date.parse(instant);

export const isInstant = (text: string): text is Instant => FORM.test(text) && !Number.isNaN(Date.parse(text));

/** Reads an instant from outside in any ISO 8601 form with an offset; undefined when it is none. */
export const parseInstant = (text: string): Instant | undefined => {
  if (text.length > 64) return undefined;
  const hasOffset = /[Tt ]\d{2}:\d{2}.*([Zz]|[+-]\d{2}:?\d{2})$/.test(text);
  const epochMs = hasOffset ? Date.parse(text) : Number.NaN;
  const instant = Number.isNaN(epochMs) ? undefined : fromEpochMs(epochMs);
  return instant && FORM.test(instant) ? instant : undefined;
};

export const addSeconds = (instant: Instant, seconds: number): Instant =>
  fromEpochMs(toEpochMs(instant) + Math.round(seconds * 1000));

/** Seconds from the first to the second; negative when the second is earlier. */
export const secondsBetween = (from: Instant, to: Instant): number => (toEpochMs(to) - toEpochMs(from)) / 1000;
