import * as v from 'valibot';

import { MISSING } from './problem.ts';
import { isBlank } from './text.ts';

/** Schemas the adapters share. A `null` counts as not sent: many clients write every field they know. */

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any JSON object. */
export const anyObject = v.custom<Record<string, unknown>>(isObject, 'must be an object');

/** A JSON object with these fields; others are ignored. (valibot's own `object` takes a list for an object.) */
export const objectOf = <Entries extends v.ObjectEntries>(entries: Entries) => v.pipe(anyObject, v.object(entries));

export const text = v.nullish(v.string());

export const requiredText = v.pipe(
  v.string(),
  v.check((value) => !isBlank(value), MISSING),
);

/** One of these words, whatever its case. */
export const word = <const Words extends readonly string[]>(words: Words) =>
  v.pipe(
    requiredText,
    v.transform((value) => value.trim().toLowerCase()),
    v.picklist(words, `must be one of ${words.join(', ')}`),
  );

/** A key of at most so many characters. */
export const key = (lengthMax: number) =>
  v.pipe(requiredText, v.maxLength(lengthMax, `is longer than ${lengthMax} characters`));

/** A key that may be left out; a blank one counts as left out. */
export const optionalKey = (lengthMax: number) =>
  v.nullish(
    v.pipe(
      v.string(),
      v.transform((value) => (isBlank(value) ? undefined : value)),
      v.optional(v.pipe(v.string(), v.maxLength(lengthMax, `is longer than ${lengthMax} characters`))),
    ),
  );

export const textOrNumber = v.union([v.string(), v.number()]);

/** Lists hold no more than this that is read; the rest is not looked at. */
const ITEMS_MAX = 50;

export const listOf = <Item extends v.GenericSchema<unknown, unknown>>(item: Item) =>
  v.nullish(
    v.pipe(
      v.custom<unknown[]>(Array.isArray, 'must be a list'),
      v.transform((items) => items.slice(0, ITEMS_MAX)),
      v.array(item),
    ),
  );
