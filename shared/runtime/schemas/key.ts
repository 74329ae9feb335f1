import * as v from 'valibot';
import { Slug, text, whole } from './common.ts';

/** A week. */
export const OVERLAP_MINUTES_MAX = 7 * 24 * 60;

/** `POST /v1/services/{id}/keys` */
export const KeyInput = v.strictObject({
  /** What sends alerts with it. */
  name: text(80),
  /** The key that it takes the place of: its alerts go on with the new one. */
  replaces: v.exactOptional(Slug),
  /** For how long the one before still works. */
  overlapMinutes: v.optional(whole(0, OVERLAP_MINUTES_MAX), 60),
});
