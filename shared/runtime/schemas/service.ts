import * as v from 'valibot';
import { SEVERITIES } from '../../domain/incident/severity.ts';
import type { PolicyId } from '../../lib/ids.ts';
import { listOf, reference, Slug, text, Version, whole } from './common.ts';
import { TimeZone } from './schedule.ts';

const LABELS_MAX = 10;

/** Which alerts share an incident. */
const Grouping = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('alert') }),
    v.strictObject({ type: v.literal('service') }),
    v.strictObject({ type: v.literal('labels'), labels: listOf(text(128), 1, LABELS_MAX) }),
  ],
  'must be alert, service or labels',
);

const HOUR = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 09:00'));

/** How urgent its incidents are. */
const Urgency = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('always-high') }),
    v.strictObject({
      type: v.literal('by-severity'),
      high: listOf(v.picklist(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`), 0, SEVERITIES.length),
    }),
    v.strictObject({
      type: v.literal('support-hours'),
      timeZone: TimeZone,
      days: listOf(whole(1, 7), 1, 7),
      from: HOUR,
      to: HOUR,
      outside: v.picklist(['low', 'by-severity'], 'must be low or by-severity'),
    }),
  ],
  'must be always-high, by-severity or support-hours',
);

const fields = {
  name: text(80),
  /** Null: nobody is paged. */
  policyId: v.nullable(reference<PolicyId>()),
  grouping: Grouping,
  urgency: Urgency,
};

/** `POST /v1/services` */
export const ServiceInput = v.strictObject({
  id: v.exactOptional(Slug),
  name: fields.name,
  policyId: v.optional(fields.policyId, null),
  grouping: v.optional(fields.grouping, { type: 'alert' }),
  urgency: v.exactOptional(fields.urgency),
});

/** `PATCH /v1/services/{id}` */
export const ServicePatch = v.strictObject({
  version: Version,
  name: v.exactOptional(fields.name),
  policyId: v.exactOptional(fields.policyId),
  grouping: v.exactOptional(fields.grouping),
  urgency: v.exactOptional(fields.urgency),
});
