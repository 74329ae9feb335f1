import type { Alert } from '../domain/alert/alert.ts';
import { readTime } from './event-time.ts';
import { severityOfWord } from './severity-words.ts';
import { ALERT_LIMITS, fieldOf, isBlank, wellFormed } from './text.ts';

/** One field: the names it goes by, what it may be, and how it is read (undefined when it is not that). */
export interface GenericField<T> {
  readonly names: readonly string[];
  readonly must: string;
  readonly read: (value: unknown) => T | undefined;
}

const LABELS_READ_MAX = 1000;

const ACTIONS: Readonly<Record<Alert['action'], readonly string[]>> = {
  trigger: ['trigger', 'triggered', 'firing', 'fired', 'alerting', 'alert', 'down', 'problem', 'open'],
  acknowledge: ['acknowledge', 'acknowledged', 'ack'],
  resolve: ['resolve', 'resolved', 'ok', 'up', 'recovered', 'recovery', 'closed', 'normal'],
};

const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Many tools number what others name. */
const readWord = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : readText(value);

const readAction = (value: unknown): Alert['action'] | undefined => {
  const word = readText(value)?.trim().toLowerCase();
  const actions = Object.keys(ACTIONS) as Alert['action'][];
  return word === undefined ? undefined : actions.find((action) => ACTIONS[action].includes(word));
};

const readKey = (value: unknown): string | undefined => {
  const key = readWord(value);
  return key !== undefined && key.length <= ALERT_LIMITS.dedupKey ? wellFormed(key) : undefined;
};

const readSeverity = (value: unknown): Alert['severity'] | undefined => severityOfWord(readWord(value) ?? '');

const readLabels = (value: unknown): [string, unknown][] | undefined => {
  if (typeof value === 'string') return value.split(',', LABELS_READ_MAX).map(readTag);
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  const labels = Array.from(value.slice(0, LABELS_READ_MAX), readLabel);
  return labels.every((label) => label !== undefined) ? labels : undefined;
};

const readLabel = (value: unknown): [string, unknown] | undefined => {
  if (typeof value === 'string') return readTag(value);
  const name = fieldOf(value, 'key') ?? fieldOf(value, 'name');
  return typeof name === 'string' ? [name, fieldOf(value, 'value')] : undefined;
};

/** `env:prod` and `env=prod` are a name and its value; a bare `canary` is `true`. */
const readTag = (tag: string): [string, unknown] => {
  const at = tag.search(/[:=]/);
  return at > 0 ? [tag.slice(0, at), tag.slice(at + 1)] : [tag, 'true'];
};

const field = <T>(names: readonly string[], must: string, read: GenericField<T>['read']): GenericField<T> => ({
  names,
  must,
  read,
});

/** The generic webhook, field by field. Of a field's names the first that is sent counts, the others are ignored. */
export const FIELDS = {
  action: field(
    ['action', 'status'],
    'must be trigger, acknowledge or resolve (or firing, ok, down, up ...)',
    readAction,
  ),
  key: field(['dedup_key', 'key', 'alias', 'id'], 'must be a string of at most 255 characters, or a number', readKey),
  title: field(['title', 'summary', 'message'], 'must be a string', readText),
  source: field(['source', 'host'], 'must be a string', readText),
  severity: field(
    ['severity', 'priority'],
    'must be critical, error, warning or info, P1 to P5, SEV1 to SEV4, or 1 to 5',
    readSeverity,
  ),
  labels: field(['labels', 'tags'], 'must be an object, or a list of `name:value` texts', readLabels),
  url: field(['url', 'link'], 'must be a string', readText),
  time: field(['timestamp'], 'must be a time: ISO 8601 with an offset, or seconds since 1970', readTime),
} as const;

/** Whether a value says something: `null` and blank text count as not sent. */
export const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === 'string' && isBlank(value));
