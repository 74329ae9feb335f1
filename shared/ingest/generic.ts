import type { Alert } from '../domain/alert/alert.ts';
import type { AlertBatch } from './alert-batch.ts';
import { fingerprint } from './fingerprint.ts';
import type { GenericField } from './generic-fields.ts';
import { FIELDS, isSaid } from './generic-fields.ts';
import type { FieldProblem } from './problem.ts';
import { boundedProblems, fieldPath, MISSING } from './problem.ts';
import { SEVERITY_UNSAID } from './severity-words.ts';
import { ALERT_LIMITS, boundedLabels, boundedLinks, fieldOf, firstLine, httpLink } from './text.ts';

/** The most items taken from one request. */
export const GENERIC_ITEMS_MAX = 100;

type Step = string | number;

/**
 * Reads the generic JSON webhook, for whatever has no adapter of its own: one object, or a list of at most 100.
 *
 * | Field | Also called | What it may be | When absent |
 * |---|---|---|---|
 * | `action` | `status` | trigger (firing, alerting, down, problem), acknowledge, resolve (ok, up ...) | trigger |
 * | `dedup_key` | `key`, `alias`, `id` | text or a number | a trigger: hash of title and source; else an error |
 * | `title` | `summary`, `message` | text | required for a trigger |
 * | `source` | `host` | text | `unknown` |
 * | `severity` | `priority` | critical, error, warning, info, P1 to P5, SEV1 to SEV4, 1 to 5 | SEV3 |
 * | `labels` | `tags` | an object, a list of `name:value` texts, or such texts between commas | none |
 * | `url` | `link` | an http(s) link | none |
 * | `timestamp` | | ISO 8601 with an offset, or seconds or milliseconds since 1970 | none |
 *
 * What is sent but cannot be understood is a problem that names the field, and that item is not taken: its sender is
 * being set up by somebody who can mend it. Without a key of its own a problem whose title changes is a second one.
 */
export const readGeneric = (body: unknown): AlertBatch => {
  const problems: FieldProblem[] = [];
  if (!Array.isArray(body)) {
    const alert = readItem(body, [], problems);
    return { alerts: alert ? [alert] : [], problems: boundedProblems(problems) };
  }
  if (body.length > GENERIC_ITEMS_MAX) {
    const message = `${body.length - GENERIC_ITEMS_MAX} items were not taken: a request may hold ${GENERIC_ITEMS_MAX}`;
    problems.push({ field: fieldPath([GENERIC_ITEMS_MAX]), message });
  }
  const alerts = body.slice(0, GENERIC_ITEMS_MAX).flatMap((item, index) => readItem(item, [index], problems) ?? []);
  return { alerts, problems: boundedProblems(problems) };
};

/** The alert of one item, or undefined and at least one more problem. */
const readItem = (item: unknown, path: readonly Step[], problems: FieldProblem[]): Alert | undefined => {
  const add = (name: Step | undefined, message: string) => {
    problems.push({ field: fieldPath(name === undefined ? path : [...path, name]), message });
    return undefined;
  };
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return add(undefined, 'must be an object');
  const before = problems.length;
  const take = <T>(field: GenericField<T>): T | undefined => {
    const name = field.names.find((candidate) => isSaid(fieldOf(item, candidate)));
    if (name === undefined) return undefined;
    return field.read(fieldOf(item, name)) ?? add(name, field.must);
  };
  const [action = 'trigger', key, title, source] = [
    take(FIELDS.action),
    take(FIELDS.key),
    take(FIELDS.title),
    take(FIELDS.source),
  ];
  const [severity, labels, url, at] = [take(FIELDS.severity), take(FIELDS.labels), take(FIELDS.url), take(FIELDS.time)];
  if (problems.length > before) return undefined;
  if (action === 'trigger' && title === undefined) return add('title', MISSING);
  if (action !== 'trigger' && key === undefined)
    return add('dedup_key', `${MISSING}: without it nothing can be found to ${action}`);
  const words = { title: title ?? '', source: source ?? '' };
  const message = fieldOf(item, 'message');
  return {
    action,
    dedupKey: key ?? `generic-${fingerprint(words)}`,
    summary: firstLine(ALERT_LIMITS.summary, [title, key]) ?? action,
    source: firstLine(ALERT_LIMITS.source, [source]) ?? 'unknown',
    severity: severity ?? (action === 'trigger' ? SEVERITY_UNSAID : 'SEV4'),
    ...(at ? { at } : {}),
    labels: boundedLabels([...(labels ?? []), ...(message === title ? [] : [['message', message] as const])]),
    links: boundedLinks([httpLink(url)]),
  };
};
