import { SEVERITIES, type Severity } from '../../../domain/incident/severity.ts';
import type { SubmissionRequest } from '../../../slack/requests.ts';

export type Values = SubmissionRequest['values'];

/** The text of a field, or the one thing that was chosen in it; null when it was left empty. */
export const fieldText = (values: Values, field: string): string | null => {
  const value = Object.hasOwn(values, field) ? values[field] : null;
  const text = typeof value === 'string' ? value : (value?.[0] ?? '');
  return text.trim() === '' ? null : text;
};

/** All that was chosen in a field. */
export const fieldList = (values: Values, field: string): readonly string[] => {
  const value = Object.hasOwn(values, field) ? values[field] : null;
  return typeof value === 'string' ? (value === '' ? [] : [value]) : (value ?? []);
};

export const fieldSeverity = (values: Values, field: string): Severity | undefined =>
  SEVERITIES.find((severity) => severity === fieldText(values, field));
