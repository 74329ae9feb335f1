import * as v from 'valibot';

import type { Alert } from '../domain/alert/alert.ts';
import type { Severity } from '../domain/incident/severity.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { readTime } from './event-time.ts';
import { key, listOf, objectOf, optionalKey, requiredText, text, textOrNumber, word } from './fields.ts';
import type { FieldProblem } from './problem.ts';
import { problemsOf } from './problem.ts';
import {
  ALERT_LIMITS,
  boundedLabels,
  boundedLinks,
  detailsOf,
  fieldOf,
  firstLine,
  httpLink,
  wellFormed,
} from './text.ts';

export { accepted, invalid } from './pagerduty-answers.ts';

/** An alert whose key may be left to us (`trigger` only). */
export type KeylessAlert = Omit<Alert, 'dedupKey'> & { readonly dedupKey?: string };

export interface PagerDutyEvent {
  readonly routingKey: string;
  readonly alert: KeylessAlert;
}

type Read = Result<PagerDutyEvent, readonly FieldProblem[]>;

const SEVERITY_OF = { critical: 'SEV1', error: 'SEV2', warning: 'SEV3', info: 'SEV4' } as const satisfies Record<
  string,
  Severity
>;

const severity = word(['critical', 'error', 'warning', 'info']);
const action = word(['trigger', 'acknowledge', 'resolve']);

const Trigger = objectOf({
  routing_key: key(255),
  event_action: action,
  dedup_key: optionalKey(ALERT_LIMITS.dedupKey),
  client: text,
  client_url: text,
  links: listOf(objectOf({ href: text, text })),
  images: listOf(objectOf({ src: text, href: text, alt: text })),
  payload: objectOf({
    summary: requiredText,
    source: requiredText,
    severity,
    timestamp: v.nullish(textOrNumber),
    component: text,
    group: text,
    class: text,
    custom_details: v.optional(v.unknown()),
  }),
});

/** Nothing but the key decides what happens: a recovery must not be lost over a payload that nobody needs. */
const FollowUp = objectOf({ routing_key: key(255), event_action: action, dedup_key: key(ALERT_LIMITS.dedupKey) });

/**
 * Reads the body of `POST /v2/enqueue` as PagerDuty's clients send it. Unknown fields are ignored, texts that are too
 * long are cut, links that are not http(s) are dropped, and a timestamp nobody can read is left out: not worth a page.
 * `dedupKey` is absent when a trigger has none; the caller makes one, and answers with it.
 */
export const readPagerDutyEvent = (body: unknown): Read => {
  const said = v.safeParse(action, fieldOf(body, 'event_action'));
  return said.success && said.output !== 'trigger' ? readFollowUp(body) : readTrigger(body);
};

const readTrigger = (body: unknown): Read => {
  const parsed = v.safeParse(Trigger, body);
  if (!parsed.success) return err(problemsOf(parsed.issues));
  const { routing_key: routingKey, dedup_key: dedupKey, client, client_url, links, images, payload } = parsed.output;
  const { component, group, class: kind, custom_details } = payload;
  const at = readTime(payload.timestamp);
  const alert: KeylessAlert = {
    action: 'trigger',
    ...(dedupKey ? { dedupKey: wellFormed(dedupKey) } : {}),
    summary: firstLine(ALERT_LIMITS.summary, [payload.summary]) ?? 'unknown',
    source: firstLine(ALERT_LIMITS.source, [payload.source]) ?? 'unknown',
    severity: SEVERITY_OF[payload.severity],
    ...(at ? { at } : {}),
    labels: boundedLabels([...Object.entries({ component, group, class: kind, client }), ...detailsOf(custom_details)]),
    links: boundedLinks([
      httpLink(client_url, client),
      ...(links ?? []).map((link) => httpLink(link.href, link.text)),
      ...(images ?? []).map((image) => httpLink(image.href ?? image.src, image.alt)),
    ]),
  };
  return ok({ routingKey, alert });
};

const readFollowUp = (body: unknown): Read => {
  const parsed = v.safeParse(FollowUp, body);
  if (!parsed.success) return err(problemsOf(parsed.issues));
  const { routing_key: routingKey, event_action, dedup_key } = parsed.output;
  const payload = fieldOf(body, 'payload');
  const at = readTime(fieldOf(payload, 'timestamp'));
  const said = v.safeParse(severity, fieldOf(payload, 'severity'));
  const alert: KeylessAlert = {
    action: event_action,
    dedupKey: wellFormed(dedup_key),
    summary: firstLine(ALERT_LIMITS.summary, [fieldOf(payload, 'summary'), dedup_key]) ?? event_action,
    source: firstLine(ALERT_LIMITS.source, [fieldOf(payload, 'source')]) ?? 'unknown',
    // Where it says nothing, the least: an answer to a problem must not make it worse.
    severity: said.success ? SEVERITY_OF[said.output] : 'SEV4',
    ...(at ? { at } : {}),
    labels: {},
    links: [],
  };
  return ok({ routingKey, alert });
};
