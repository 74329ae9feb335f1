import * as v from 'valibot';

import type { Alert } from '../domain/alert/alert.ts';
import type { AlertBatch } from './alert-batch.ts';
import { readTime } from './event-time.ts';
import { anyObject, objectOf, optionalKey, text, word } from './fields.ts';
import { fingerprint } from './fingerprint.ts';
import type { FieldProblem } from './problem.ts';
import { boundedProblems, fieldPath, MISSING, PROBLEMS_MAX, problemsOf } from './problem.ts';
import { SEVERITY_UNSAID, severityOfWord } from './severity-words.ts';
import { ALERT_LIMITS, boundedLabels, boundedLinks, fieldOf, firstLine, httpLink, wellFormed } from './text.ts';

/** The most alerts taken from one request. */
export const ALERTS_MAX = 1000;

/** What says which problem it is, and whether it is over: without it there is no alert. */
const Identity = objectOf({
  status: word(['firing', 'resolved']),
  labels: v.nullish(anyObject),
  fingerprint: optionalKey(ALERT_LIMITS.dedupKey),
});

/** What helps people: when it is wrong the alert is taken without it, and the sender is told. */
const Decoration = v.object({
  annotations: v.nullish(anyObject),
  startsAt: text,
  endsAt: text,
  generatorURL: text,
  dashboardURL: text,
  panelURL: text,
  silenceURL: text,
});

type Labels = Record<string, unknown>;
type Decorated = Partial<v.InferOutput<typeof Decoration>>;

/**
 * Reads Alertmanager's webhook (version 4), and Grafana's, which has the same shape. Every alert stands for itself: its
 * own `status`, and its `fingerprint` as the key, so that neither grouping nor a changed text parts a recovery from its
 * alert.
 */
export const readAlertmanager = (body: unknown): AlertBatch => {
  const group = v.safeParse(objectOf({ alerts: v.custom<unknown[]>(Array.isArray, 'must be a list') }), body);
  if (!group.success) return { alerts: [], problems: problemsOf(group.issues) };
  const items = group.output.alerts;
  const problems = leftOut(body, items.length);
  const external = httpLink(
    fieldOf(body, 'externalURL'),
    fieldOf(body, 'orgId') === undefined ? 'Alertmanager' : 'Grafana',
  );
  const alerts = items.slice(0, ALERTS_MAX).flatMap((item, index) => readItem(item, index, external, problems) ?? []);
  return { alerts, problems: boundedProblems(problems) };
};

/** What is not in the list, or will not be read. */
const leftOut = (body: unknown, count: number): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const truncated = fieldOf(body, 'truncatedAlerts') ?? 0;
  if (typeof truncated !== 'number') problems.push({ field: 'truncatedAlerts', message: 'must be a number' });
  else if (truncated > 0)
    problems.push({ field: 'truncatedAlerts', message: `the sender left out ${truncated} alerts` });
  if (count > ALERTS_MAX) {
    const message = `${count - ALERTS_MAX} alerts were not taken: a request may hold ${ALERTS_MAX}`;
    problems.push({ field: fieldPath(['alerts', ALERTS_MAX]), message });
  }
  return problems;
};

const readItem = (
  item: unknown,
  index: number,
  external: Alert['links'][number] | undefined,
  problems: FieldProblem[],
): Alert | undefined => {
  const path = ['alerts', index];
  const identity = v.safeParse(Identity, item);
  if (!identity.success) {
    problems.push(...problemsOf(identity.issues, path));
    return undefined;
  }
  const labels = identity.output.labels ?? {};
  problems.push(...nestedProblems(labels, path));
  const dedupKey = keyOf(identity.output.fingerprint, labels);
  if (dedupKey === undefined) {
    problems.push({
      field: fieldPath([...path, 'fingerprint']),
      message: `${MISSING}, and there are no labels to make it from`,
    });
    return undefined;
  }
  const isResolved = identity.output.status === 'resolved';
  const decorated = decorationOf(item, path, problems);
  const at = (isResolved ? readTime(decorated.endsAt) : undefined) ?? readTime(decorated.startsAt);
  const { severity } = labels;
  return {
    action: isResolved ? 'resolve' : 'trigger',
    dedupKey,
    ...wording(labels, decorated.annotations ?? {}, dedupKey),
    severity: (typeof severity === 'string' ? severityOfWord(severity) : undefined) ?? SEVERITY_UNSAID,
    ...(at ? { at } : {}),
    links: boundedLinks([...linksOf(decorated), external]),
  };
};

/** Labels that are no plain values: they are left out, and the sender is told about the first of them. */
const nestedProblems = (labels: Labels, path: readonly (string | number)[]): FieldProblem[] =>
  Object.keys(labels)
    .filter((name) => typeof labels[name] === 'object' && labels[name] !== null)
    .slice(0, PROBLEMS_MAX)
    .map((name) => ({ field: fieldPath([...path, 'labels', name]), message: 'must be a string' }));

/** The sender's fingerprint, or the same sum made here from the labels (all of them, at full length). */
const keyOf = (sent: string | null | undefined, labels: Labels): string | undefined => {
  if (sent) return wellFormed(sent);
  const plain = Object.entries(labels).flatMap(([name, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)] as const] : [],
  );
  return plain.length > 0 ? fingerprint(Object.fromEntries(plain)) : undefined;
};

const decorationOf = (item: unknown, path: readonly (string | number)[], problems: FieldProblem[]): Decorated => {
  const parsed = v.safeParse(Decoration, item);
  if (parsed.success) return parsed.output;
  problems.push(...problemsOf(parsed.issues, path));
  const bad = new Set(parsed.issues.map((issue) => issue.path?.[0].key));
  return Object.fromEntries(
    Object.keys(Decoration.entries).flatMap((name) => (bad.has(name) ? [] : [[name, fieldOf(item, name)]])),
  );
};

/** The words for people: what happened, to what, and the facts. None of them is ever part of the key. */
const wording = (
  labels: Labels,
  annotations: Labels,
  dedupKey: string,
): Pick<Alert, 'summary' | 'source' | 'labels'> => {
  const { summary, description, message } = annotations;
  const { instance, host, hostname, pod, node, job, service, alertname } = labels;
  const name = firstLine(ALERT_LIMITS.source, [alertname]) ?? `alert ${dedupKey}`;
  const where = firstLine(ALERT_LIMITS.source, [instance]);
  const named = where === undefined ? name : `${name} on ${where}`;
  return {
    summary: firstLine(ALERT_LIMITS.summary, [summary, description, message, named, dedupKey]) ?? 'alert',
    source: firstLine(ALERT_LIMITS.source, [instance, host, hostname, pod, node, job, service, alertname]) ?? 'unknown',
    labels: boundedLabels([
      ...Object.entries(labels).filter(([, value]) => typeof value !== 'object'),
      ['description', description],
    ]),
  };
};

const linksOf = (decorated: Decorated) => {
  const { runbook_url, runbook, dashboard_url } = decorated.annotations ?? {};
  return [
    httpLink(runbook_url ?? runbook, 'Runbook'),
    httpLink(decorated.generatorURL, 'Source'),
    httpLink(decorated.dashboardURL ?? dashboard_url, 'Dashboard'),
    httpLink(decorated.panelURL, 'Panel'),
    httpLink(decorated.silenceURL, 'Silence'),
  ];
};
