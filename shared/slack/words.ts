/** The words of `/incident ...`: small, because the entrance reads them too. */

/** Longer input is cut: nobody types more. */
const TEXT_MAX = 8000;

/** What people type for each command. */
const ALIASES = {
  declare: ['declare', 'open', 'new', 'create', 'start'],
  ack: ['ack', 'acknowledge', 'acknowledged', 'acked'],
  resolve: ['resolve', 'resolved', 'close', 'fixed'],
  escalate: ['escalate', 'esc'],
  update: ['update', 'status'],
  severity: ['severity', 'sev'],
  assign: ['assign', 'role'],
  note: ['note'],
  page: ['page', 'call'],
  who: ['who', 'oncall', 'on-call', 'whoisoncall'],
  list: ['list', 'ls'],
  timeline: ['timeline', 'history'],
  merge: ['merge'],
  help: ['help', '?'],
} as const;

export type CommandName = keyof typeof ALIASES;

export const COMMAND_NAMES = Object.keys(ALIASES) as CommandName[];

const NAME_OF = new Map(
  COMMAND_NAMES.flatMap((name) => ALIASES[name].map((alias) => [alias as string, name] as const)),
);

/** Every word that is a command, for suggestions. */
export const COMMAND_WORDS: readonly string[] = [...NAME_OF.keys()];

/** A first word and what follows it, without the blanks around. */
export const firstWord = (text: string): readonly [word: string, rest: string] => {
  const trimmed = text.trim();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed, ''] : [trimmed.slice(0, end), trimmed.slice(end).trim()];
};

export interface Words {
  /** The command that the first word names; null when it names none. */
  readonly name: CommandName | null;
  /** The first word as typed; empty when nothing was. */
  readonly word: string;
  readonly rest: string;
}

const SEVERITY = /^(?:sev|p)?-?([1-4])$/i;

/** The digit of `SEV2`, `sev-2`, `P2`, `2`; null when it is none of them. */
export const severityDigit = (word: string): string | null => SEVERITY.exec(word)?.[1] ?? null;

/** Takes `/incident`'s text apart. `/incident sev2` is `/incident severity sev2`. */
export const commandWords = (text: string): Words => {
  const [word, rest] = firstWord(text.slice(0, TEXT_MAX).replace(/[\u00a0\u200b\u2060\ufeff]/g, ' '));
  const lower = word.toLowerCase().replace(/[:.,!]+$/, '');
  const name = NAME_OF.get(lower) ?? null;
  if (name) return { name, word, rest };
  if (/^sev-?[1-4]$/.test(lower)) return { name: 'severity', word, rest: `${lower} ${rest}`.trim() };
  if (lower === 'on' && /^call\b/i.test(rest)) return { name: 'who', word, rest: '' };
  return { name: null, word, rest };
};

/**
 * The incident that the first word names, and the rest. `INC-7`, `#7` and its channel always name one; a bare `7`
 * only where nothing but a number can stand (`bare`), or when it is all there is: "5 users affected" is a text.
 */
export const incidentAndRest = (text: string, bare: boolean): readonly [incident: number | null, rest: string] => {
  const [word, rest] = firstWord(text);
  const named =
    /^(?:inc-?|#)([1-9]\d{0,8})[:,.]?$/i.exec(word) ?? /^<#[CG][A-Z0-9]+\|inc-([1-9]\d{0,8})\b[^>]*>$/i.exec(word);
  const number =
    named?.[1] ??
    (bare || rest === '' ? /^([1-9]\d{0,8})[:,.]?$/.exec(word)?.[1] : /^([1-9]\d{0,8}):$/.exec(word)?.[1]);
  return number === undefined ? [null, text.trim()] : [Number(number), rest];
};

/** Without the small words around that a sentence needs and a command does not. */
export const withoutFillers = (text: string): string =>
  text
    .replace(/^(?:(?:to|as|is|for|the|:)(?:\s+|$))+/i, '')
    .replace(/(?:\s+(?:to|as|is|for|the))+$/i, '')
    .trim();

/**
 * What follows `severity`. One number alone is the severity, if it can be: "severity 2" is said more often than "the
 * severity of INC-2".
 */
export const severityWords = (rest: string): { readonly incident: number | null; readonly digit: string | null } => {
  const alone = severityDigit(withoutFillers(rest));
  if (alone) return { incident: null, digit: alone };
  const [incident, after] = incidentAndRest(rest, true);
  return { incident, digit: severityDigit(firstWord(withoutFillers(after))[0]) };
};
