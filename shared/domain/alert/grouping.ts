import type { Alert } from './alert.ts';

/**
 * Which alerts share an incident: each its own (`alert`), all of the service's (`service`), or those
 * that agree on the named labels (`labels`).
 */
export type GroupingRule =
  | { readonly type: 'alert' }
  | { readonly type: 'service' }
  | { readonly type: 'labels'; readonly labels: readonly string[] };

/**
 * The group an alert belongs to; undefined when it shares with none. An alert that has none of the named labels
 * stands alone: to group by what is absent would join strangers.
 */
export const groupOf = (rule: GroupingRule, alert: Alert): string | undefined => {
  if (rule.type === 'alert') return undefined;
  if (rule.type === 'service') return 'service';
  const values = rule.labels.map((label) => (Object.hasOwn(alert.labels, label) ? alert.labels[label] : undefined));
  if (values.every((value) => value === undefined)) return undefined;
  return JSON.stringify(values.map((value) => value ?? null));
};
