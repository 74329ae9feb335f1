import * as v from 'valibot';
import { isWebhookUrl } from '../../domain/paging/webhook-url.ts';
import type { ScheduleId, SlackChannelId, UserId, WebhookUrl } from '../../lib/ids.ts';
import { listOf, reference, Slug, text, Version, whole } from './common.ts';

const LEVELS_MAX = 20;
const TARGETS_MAX = 20;
const ROUNDS_MAX = 10;
const TIMEOUT_SECONDS_MIN = 30;
const TIMEOUT_SECONDS_MAX = 24 * 3600;

const ChannelId = v.pipe(
  v.string(),
  v.regex(/^[CG][A-Z0-9]{2,29}$/, 'must be the id of a channel in Slack, such as C012AB3CD'),
) as v.GenericSchema<string> as v.GenericSchema<string, SlackChannelId>;

const Url = v.pipe(
  v.string(),
  v.check(isWebhookUrl, 'must be an https address with a public name, without a port or a password'),
) as v.GenericSchema<string> as v.GenericSchema<string, WebhookUrl>;

const label = v.exactOptional(text(80));

/** Whom a level pages, and which places it tells. */
export const PolicyTarget = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('user'), id: reference<UserId>() }),
    v.strictObject({ type: v.literal('schedule'), id: reference<ScheduleId>() }),
    v.strictObject({ type: v.literal('slack-channel'), id: ChannelId, name: label }),
    v.strictObject({ type: v.literal('webhook'), url: Url, name: label }),
  ],
  'must be user, schedule, slack-channel or webhook',
);

const Level = v.strictObject({
  targets: listOf(PolicyTarget, 1, TARGETS_MAX),
  timeoutSeconds: whole(TIMEOUT_SECONDS_MIN, TIMEOUT_SECONDS_MAX),
  /** Its people take turns, incident by incident. */
  roundRobin: v.exactOptional(v.boolean('must be true or false')),
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
