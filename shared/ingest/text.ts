import type { Alert } from '../domain/alert/alert.ts';

/** What an `Alert` may hold, in UTF-16 units (255 of them are at most 765 bytes of UTF-8, so keys fit in the table). */
export const ALERT_LIMITS = {
  dedupKey: 255,
  summary: 1024,
  source: 255,
  labels: 50,
  labelKey: 128,
  labelValue: 1024,
  links: 10,
  linkHref: 2048,
  linkText: 255,
} as const;

type Labels = Alert['labels'];
type Link = Alert['links'][number];

// Lone surrogates, control characters, and what is not seen but turns text around (bidi overrides) or hides in it.
const UNSEEN = /(?!\s)[\p{Cs}\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** The longest start of the text within the limit that does not cut a character in two. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
};

/** One clean line: line breaks and runs of space become one space, what cannot be seen goes, the end is cut. */
export const oneLine = (text: string, limit: number): string =>
  cut(text.replace(UNSEEN, '').replace(/\s+/g, ' ').trim(), limit).trimEnd();

/** A key as sent, only made well formed: cleaning it further could make one of two different keys. */
export const wellFormed = (key: string): string => key.replace(/\p{Cs}/gu, '\uFFFD');

export const isBlank = (text: string): boolean => oneLine(text, 1) === '';

/** The first text that is not blank, as one clean line. */
export const firstLine = (limit: number, candidates: readonly unknown[]): string | undefined => {
  for (const candidate of candidates) {
    const line = typeof candidate === 'string' ? oneLine(candidate, limit) : '';
    if (line !== '') return line;
  }
  return undefined;
};

/** An http(s) link in its normal form; undefined for other schemes, links with a user name, and what is no link. */
export const httpLink = (href: unknown, text?: unknown): Link | undefined => {
  if (typeof href !== 'string' || href.length > ALERT_LIMITS.linkHref || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  const isWeb = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  if (!isWeb || url.href.length > ALERT_LIMITS.linkHref) return undefined;
  return { href: url.href, text: firstLine(ALERT_LIMITS.linkText, [text, url.hostname]) ?? 'Link' };
};

/** At most ten links, each target once. */
export const boundedLinks = (links: readonly (Link | undefined)[]): readonly Link[] => {
  const byHref = new Map<string, Link>();
  for (const link of links) {
    if (link && !byHref.has(link.href) && byHref.size < ALERT_LIMITS.links) byHref.set(link.href, link);
  }
  return [...byHref.values()];
};

const LABEL_DEPTH_MAX = 4;
const LABEL_VISITS_MAX = 1000;

/**
 * Labels from any values: nested objects become dotted keys (`disk.free`), lists of plain values one text. Blank ones
 * and what is deeper than four levels are left out; of two equal keys the first stays; at most 50 are kept.
 */
export const boundedLabels = (entries: Iterable<readonly [string, unknown]>): Labels => {
  const labels = new Map<string, string>();
  let visits = 0;
  const add = (rawKey: string, value: unknown, depth: number): void => {
    visits += 1;
    if (labels.size >= ALERT_LIMITS.labels || visits > LABEL_VISITS_MAX) return;
    const key = oneLine(rawKey, ALERT_LIMITS.labelKey);
    const text = plainText(value);
    if (text !== undefined) {
      addText(labels, key, text);
    } else if (typeof value === 'object' && value !== null && depth < LABEL_DEPTH_MAX) {
      const children = Object.entries(value).slice(0, LABEL_VISITS_MAX);
      for (const [name, child] of children) add(`${key}.${name}`, child, depth + 1);
    }
  };
  for (const [key, value] of entries) add(key, value, 1);
  return Object.fromEntries(labels);
};

const addText = (labels: Map<string, string>, key: string, rawText: string): void => {
  const text = oneLine(rawText, ALERT_LIMITS.labelValue);
  if (key !== '' && key !== '__proto__' && text !== '' && !labels.has(key)) labels.set(key, text);
};

const plainText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.length > LABEL_VISITS_MAX) return undefined;
  const isPlain = value.every((item) => ['string', 'number', 'boolean'].includes(typeof item));
  return isPlain ? value.join(', ') : undefined;
};

/** One field of what may be an object; undefined when it is none or has no such field of its own. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Free-form details as label entries: an object's own fields, anything else as one field `details`. */
export const detailsOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [['details', value]];
