import * as v from 'valibot';
import { type E164, type EmailAddress, isE164, type SlackUserId } from '../../lib/ids.ts';
import { listOf, Slug, text, Version, whole } from './common.ts';

const RULES_MAX = 10;
const DELAY_SECONDS_MAX = 3600;

export const Phone = v.pipe(
  v.string(),
  v.check(isE164, 'must be a phone number such as +12025550101'),
) as v.GenericSchema<string> as v.GenericSchema<string, E164>;

export const SlackId = v.pipe(
  v.string(),
  v.regex(/^[UW][A-Z0-9]{2,29}$/, 'must be the id of somebody in Slack, such as U012AB3CD'),
) as v.GenericSchema<string> as v.GenericSchema<string, SlackUserId>;

export const Email = v.pipe(
  v.string(),
  v.maxLength(254, 'must be at most 254 characters'),
  v.regex(/^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+$/, 'must be an e-mail address'),
  v.toLowerCase(),
);

const times = {
  delaySeconds: whole(0, DELAY_SECONDS_MAX),
  /** For which pages; absent: for any. */
  urgency: v.exactOptional(v.picklist(['high', 'low', 'any'], 'must be high, low or any')),
};

const Rule = v.variant(
  'channel',
  [
    v.strictObject({ channel: v.picklist(['sms', 'voice']), to: Phone, ...times }),
    v.strictObject({ channel: v.literal('slack'), to: SlackId, ...times }),
    v.strictObject({
      channel: v.literal('email'),
      to: Email as v.GenericSchema<string> as v.GenericSchema<string, EmailAddress>,
      ...times,
    }),
  ],
  'must be sms, voice, slack or email',
);

const fields = {
  name: text(80),
  email: v.nullable(Email),
  slackId: v.nullable(SlackId),
  role: v.picklist(['viewer', 'responder', 'admin'], 'must be viewer, responder or admin'),
  /** How they are paged; kept in the order of the delays. */
  rules: listOf(Rule, 0, RULES_MAX),
};

/** `POST /v1/users` */
export const UserInput = v.strictObject({
  id: v.exactOptional(Slug),
  name: fields.name,
  email: v.optional(fields.email, null),
  slackId: v.optional(fields.slackId, null),
  role: v.optional(fields.role, 'responder'),
  rules: v.optional(fields.rules, []),
});

/** `PATCH /v1/users/{id}` */
export const UserPatch = v.strictObject({
  version: Version,
  name: v.exactOptional(fields.name),
  email: v.exactOptional(fields.email),
  slackId: v.exactOptional(fields.slackId),
  role: v.exactOptional(fields.role),
  rules: v.exactOptional(fields.rules),
});
