import * as v from 'valibot';

import type { Severity } from '../domain/incident/severity.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { key, listOf, objectOf, optionalKey, requiredText, text, word } from './fields.ts';
import type { PagerDutyEvent } from './pagerduty-v2.ts';
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

export { acceptedV1, invalid } from './pagerduty-answers.ts';

type Read = Result<PagerDutyEvent, readonly FieldProblem[]>;

/**
 * v1 knows no severity, and whoever still sends it relies on being rung. SEV2 is as urgent as v2's `error`; SEV1 is
 * kept for those who can say that it is the worst.
 */
const SEVERITY: Severity = 'SEV2';

const action = word(['trigger', 'acknowledge', 'resolve']);

const Trigger = objectOf({
  service_key: key(255),
  event_type: action,
  incident_key: optionalKey(ALERT_LIMITS.dedupKey),
  description: requiredText,
  client: text,
  client_url: text,
  details: v.optional(v.unknown()),
  contexts: listOf(objectOf({ href: text, src: text, text, alt: text })),
});

const FollowUp = objectOf({ service_key: key(255), event_type: action, incident_key: key(ALERT_LIMITS.dedupKey) });

/** Reads the body of `POST /generic/2010-04-15/create_event.json`, the Events API before v2; as tolerant as v2 here. */
export const readPagerDutyV1Event = (body: unknown): Read => {
  const said = v.safeParse(action, fieldOf(body, 'event_type'));
  return said.success && said.output !== 'trigger' ? readFollowUp(body) : readTrigger(body);
};

const readTrigger = (body: unknown): Read => {
  const parsed = v.safeParse(Trigger, body);
  if (!parsed.success) return err(problemsOf(parsed.issues));
  const { service_key: routingKey, incident_key, description, client, client_url, details, contexts } = parsed.output;
  return ok({
    routingKey,
    alert: {
      action: 'trigger',
      ...(incident_key ? { dedupKey: wellFormed(incident_key) } : {}),
      summary: firstLine(ALERT_LIMITS.summary, [description]) ?? 'unknown',
      source: firstLine(ALERT_LIMITS.source, [client]) ?? 'unknown',
      severity: SEVERITY,
      labels: boundedLabels(detailsOf(details)),
      links: boundedLinks([
        httpLink(client_url, client),
        ...(contexts ?? []).map((context) => httpLink(context.href ?? context.src, context.text ?? context.alt)),
      ]),
    },
  });
};

const readFollowUp = (body: unknown): Read => {
  const parsed = v.safeParse(FollowUp, body);
  if (!parsed.success) return err(problemsOf(parsed.issues));
  const { service_key: routingKey, event_type, incident_key } = parsed.output;
  return ok({
    routingKey,
    alert: {
      action: event_type,
      dedupKey: wellFormed(incident_key),
      summary: firstLine(ALERT_LIMITS.summary, [fieldOf(body, 'description'), incident_key]) ?? event_type,
      source: firstLine(ALERT_LIMITS.source, [fieldOf(body, 'client')]) ?? 'unknown',
      severity: 'SEV4',
      labels: {},
      links: [],
    },
  });
};
