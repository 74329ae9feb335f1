import * as v from 'valibot';
import type { PolicyId } from '../../lib/ids.ts';
import { listOf, reference, Slug, text, Version } from './common.ts';

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

const fields = {
  name: text(80),
  /** Null: nobody is paged. */
  policyId: v.nullable(reference<PolicyId>()),
  grouping: Grouping,
};

/** `POST /v1/services` */
export const ServiceInput = v.strictObject({
  id: v.exactOptional(Slug),
  name: fields.name,
  policyId: v.optional(fields.policyId, null),
  grouping: v.optional(fields.grouping, { type: 'alert' }),
});

/** `PATCH /v1/services/{id}` */
export const ServicePatch = v.strictObject({
  version: Version,
  name: v.exactOptional(fields.name),
  policyId: v.exactOptional(fields.policyId),
  grouping: v.exactOptional(fields.grouping),
});
