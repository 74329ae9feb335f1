import { isE164 } from '../../../shared/lib/ids.ts';
import { isSlug, slugOf } from '../../../shared/lib/slug.ts';
import type { Config, Fields, Kind } from '../model.ts';

/** Another product's export as our configuration, and what of it could not be taken over, a line each. */
export interface Imported {
  readonly config: Config;
  readonly notes: readonly string[];
}

export type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was written by another product is read without trust: a field of another type counts as absent. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {});
export const records = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
export const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** A name as ours may be: one line, bounded. */
export const nameOf = (value: unknown, otherwise: string): string =>
  text(value)
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 80)
    .trim() || otherwise;

/** Gives out ids that people can read, each once, and remembers which id of theirs became which of ours. */
export class Ids {
  readonly #ours = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** An id for something of theirs, from its name. */
  take(kind: Kind, theirs: string, name: string): string {
    const base = slugOf(name) || (isSlug(theirs.toLowerCase()) ? theirs.toLowerCase() : kind.replace(/s$/, ''));
    let id = base;
    for (let n = 2; this.#taken.has(`${kind}#${id}`); n += 1) id = `${base}-${n}`;
    this.#taken.add(`${kind}#${id}`);
    if (theirs !== '') this.#ours.set(`${kind}#${theirs}`, id);
    return id;
  }

  /** What became of something of theirs; undefined when it was not taken over. */
  find(kind: Kind, theirs: unknown): string | undefined {
    return this.#ours.get(`${kind}#${text(theirs)}`);
  }

  /** Another name by which they refer to the same: an e-mail address beside an id. */
  also(kind: Kind, theirs: string, id: string): void {
    if (theirs !== '') this.#ours.set(`${kind}#${theirs}`, id);
  }
}

/** A phone from its country code and the rest; undefined when it is none. */
export const phoneOf = (countryCode: string, rest: string): string | undefined => {
  const phone = `+${`${countryCode}${rest}`.replace(/\D/g, '')}`;
  return isE164(phone) ? phone : undefined;
};

const RULES_MAX = 10;
const DELAY_SECONDS_MAX = 3600;

interface Rule {
  readonly channel: string;
  readonly to: string;
  readonly delaySeconds: number;
  readonly urgency?: string;
}

/** Rules each once, in order, and no more than we keep; what is left out is said. */
export const rulesOf = (rules: readonly Rule[], say: (note: string) => void): readonly Fields[] => {
  const late = rules.filter(({ delaySeconds }) => delaySeconds > DELAY_SECONDS_MAX);
  for (const { channel, delaySeconds } of late) {
    say(
      `a notification by ${channel} after ${delaySeconds / 60} minutes: ours come within an hour, so it comes after one`,
    );
  }
  const bounded = rules.map((rule) => ({ ...rule, delaySeconds: Math.min(rule.delaySeconds, DELAY_SECONDS_MAX) }));
  const once = [...new Map(bounded.map((rule) => [JSON.stringify(rule), rule])).values()];
  const sorted = once.toSorted((one, other) => one.delaySeconds - other.delaySeconds);
  if (sorted.length > RULES_MAX) say(`${sorted.length - RULES_MAX} notifications beyond the first ${RULES_MAX}`);
  return sorted.slice(0, RULES_MAX).map((rule) => ({ ...rule }));
};

/** A level's time to answer, as we keep it: half a minute to a day. */
export const timeoutOf = (seconds: number): number => Math.min(Math.max(Math.round(seconds), 30), 86_400);
