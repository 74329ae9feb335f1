import * as v from 'valibot';
import { type Instant as InstantText, parseInstant } from '../../lib/instant.ts';
import { isSlug } from '../../lib/slug.ts';

export { text } from '../http/input.ts';

/** The id of a resource that is to be made. */
export const Slug = v.pipe(
  v.string(),
  v.check(isSlug, 'must be words of a to z and 0 to 9, joined by hyphens, at most 64 characters'),
);

/** The id of something that is there already. */
export const reference = <Id extends string>() => Slug as v.GenericSchema<string> as v.GenericSchema<string, Id>;

/** A whole number. */
export const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
};

/** A moment, in any form with an offset; in ours from then on. */
export const Instant = v.pipe(
  v.string(),
  v.check((value) => parseInstant(value) !== undefined, 'must be a time with an offset, such as 2026-11-23T03:00:00Z'),
  v.transform((value) => parseInstant(value) as InstantText),
);

/** A list with a bound. */
export const listOf = <Schema extends v.GenericSchema>(item: Schema, min: number, max: number) =>
  v.pipe(v.array(item), v.minLength(min, `must have at least ${min}`), v.maxLength(max, `must have at most ${max}`));

/** The version that a change was made from: it holds only while it is the newest. */
export const Version = whole(1, Number.MAX_SAFE_INTEGER);
