import * as v from 'valibot';
import type { ScheduleId, UserId } from '../../lib/ids.ts';
import { listOf, reference, Slug, text, Version, whole } from './common.ts';

const LEVELS_MAX = 20;
const TARGETS_MAX = 20;
const ROUNDS_MAX = 10;
const TIMEOUT_SECONDS_MIN = 30;
const TIMEOUT_SECONDS_MAX = 24 * 3600;

/** Whom a level pages. */
export const PolicyTarget = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('user'), id: reference<UserId>() }),
    v.strictObject({ type: v.literal('schedule'), id: reference<ScheduleId>() }),
  ],
  'must be user or schedule',
);

const Level = v.strictObject({
  targets: listOf(PolicyTarget, 1, TARGETS_MAX),
  timeoutSeconds: whole(TIMEOUT_SECONDS_MIN, TIMEOUT_SECONDS_MAX),
});

const fields = {
  name: text(80),
  levels: listOf(Level, 1, LEVELS_MAX),
  rounds: whole(1, ROUNDS_MAX),
  fallback: listOf(PolicyTarget, 0, TARGETS_MAX),
};

/** `POST /v1/policies` */
export const PolicyInput = v.strictObject({
  id: v.exactOptional(Slug),
  name: fields.name,
  levels: fields.levels,
  rounds: v.optional(fields.rounds, 1),
  fallback: v.optional(fields.fallback, []),
});

/** `PATCH /v1/policies/{id}` */
export const PolicyPatch = v.strictObject({
  version: Version,
  name: v.exactOptional(fields.name),
  levels: v.exactOptional(fields.levels),
  rounds: v.exactOptional(fields.rounds),
  fallback: v.exactOptional(fields.fallback),
});
