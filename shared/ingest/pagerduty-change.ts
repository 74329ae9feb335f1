import * as v from 'valibot';

import type { Alert } from '../domain/alert/alert.ts';
import type { Instant } from '../lib/instant.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { readTime } from './event-time.ts';
import { key, listOf, objectOf, requiredText, text, textOrNumber } from './fields.ts';
import type { FieldProblem } from './problem.ts';
import { problemsOf } from './problem.ts';
import { ALERT_LIMITS, boundedLabels, boundedLinks, detailsOf, firstLine, httpLink } from './text.ts';

export { changeAccepted, invalid } from './pagerduty-answers.ts';

/** Something changed (a deployment, a flag): it pages nobody but belongs beside an incident. Bounded like `Alert`. */
export interface ChangeEvent {
  readonly summary: string;
  readonly source?: string;
  /** When it was changed, where the sender says so. */
  readonly at?: Instant;
  readonly labels: Alert['labels'];
  readonly links: Alert['links'];
}

const Change = objectOf({
  routing_key: key(255),
  links: listOf(objectOf({ href: text, text })),
  payload: objectOf({
    summary: requiredText,
    source: text,
    timestamp: v.nullish(textOrNumber),
    custom_details: v.optional(v.unknown()),
  }),
});

/** Reads the body of `POST /v2/change/enqueue`. */
export const readChangeEvent = (
  body: unknown,
): Result<{ readonly routingKey: string; readonly change: ChangeEvent }, readonly FieldProblem[]> => {
  const parsed = v.safeParse(Change, body);
  if (!parsed.success) return err(problemsOf(parsed.issues));
  const { routing_key: routingKey, payload, links } = parsed.output;
  const source = firstLine(ALERT_LIMITS.source, [payload.source]);
  const at = readTime(payload.timestamp);
  const change: ChangeEvent = {
    summary: firstLine(ALERT_LIMITS.summary, [payload.summary]) ?? 'unknown',
    ...(source ? { source } : {}),
    ...(at ? { at } : {}),
    labels: boundedLabels(detailsOf(payload.custom_details)),
    links: boundedLinks((links ?? []).map((link) => httpLink(link.href, link.text))),
  };
  return ok({ routingKey, change });
};
