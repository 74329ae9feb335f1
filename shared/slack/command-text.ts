import type { Role } from '../domain/incident/incident.ts';
import { SEVERITIES, type Severity } from '../domain/incident/severity.ts';
import { asTyped } from './as-typed.ts';
import { suggestion } from './suggestion.ts';
import { commandWords, firstWord, incidentAndRest, severityWords, withoutFillers } from './words.ts';

/** What somebody wants with `/incident ...`. An incident of null is "this channel's". */
export type IncidentCommandText =
  | { readonly name: 'declare'; readonly text: string }
  | { readonly name: 'ack'; readonly incident: number | null }
  | {
      readonly name: 'resolve' | 'escalate' | 'update' | 'note';
      readonly incident: number | null;
      readonly text: string;
    }
  | { readonly name: 'severity'; readonly incident: number | null; readonly severity: Severity | null }
  | {
      readonly name: 'assign';
      readonly incident: number | null;
      readonly role: Role | null;
      /** `<@U123>`, `me`, `nobody`, or a name as typed. */
      readonly who: string | null;
    }
  | {
      readonly name: 'page';
      readonly incident: number | null;
      /** `<@U123>`, `<!subteam^S1>`, or the name of a person, service or schedule, perhaps with the text after it. */
      readonly who: string | null;
      readonly text: string;
    }
  | { readonly name: 'who' | 'list' | 'help' }
  | { readonly name: 'timeline'; readonly incident: number | null }
  | { readonly name: 'merge'; readonly incident: number | null; readonly into: number | null }
  | { readonly name: 'unknown'; readonly word: string; readonly suggestion: string | null };

const ROLE_WORDS: readonly (readonly [RegExp, Role])[] = [
  [/\b(?:incident[- ]?commander|commander|command|lead|ic)\b/i, 'incident-commander'],
  [/\b(?:communications?|comms?)\b/i, 'communications'],
  [/\b(?:scribe|notes?)\b/i, 'scribe'],
];

const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/;
const GROUP = /<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>/;

/** The first mention of a person or group in a text, in its shortest form, and the text without it. */
const takeMention = (text: string): readonly [mention: string | null, rest: string] => {
  const user = MENTION.exec(text);
  const group = GROUP.exec(text);
  const found = user && group ? (user.index < group.index ? user : group) : (user ?? group);
  if (!found) return [null, text];
  const mention = found === user ? `<@${found[1]}>` : `<!subteam^${found[1]}>`;
  return [mention, `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim()];
};

/** Without the quotes around the whole of it. */
const unquoted = (text: string): string =>
  /^["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]$/.exec(text)?.[1]?.trim() || text;

const severity = (rest: string): IncidentCommandText => {
  const { incident, digit } = severityWords(rest);
  return { name: 'severity', incident, severity: SEVERITIES.find((each) => each.slice(3) === digit) ?? null };
};

const assign = (rest: string): IncidentCommandText => {
  const [incident, after] = incidentAndRest(rest, true);
  const [mention, words] = takeMention(after);
  const [pattern, role] = ROLE_WORDS.find(([known]) => known.test(words)) ?? [undefined, null];
  const name = unquoted(withoutFillers(pattern ? words.replace(pattern, ' ').replace(/\s+/g, ' ').trim() : words));
  return { name: 'assign', incident, role, who: mention ?? (name === '' ? null : asTyped(name)) };
};

const page = (rest: string): IncidentCommandText => {
  const [incident, after] = incidentAndRest(rest, false);
  const [first, others] = firstWord(after);
  const [mention] = takeMention(first);
  if (mention) return { name: 'page', incident, who: mention, text: asTyped(others) };
  const named = /^["\u201c\u201d\u201e']([^"\u201c\u201d']+)["\u201c\u201d']\s*(.*)$/s.exec(after);
  if (named) return { name: 'page', incident, who: asTyped(named[1] ?? '').trim(), text: asTyped(named[2] ?? '') };
  return { name: 'page', incident, who: after === '' ? null : asTyped(after), text: '' };
};

const merge = (rest: string): IncidentCommandText => {
  const withoutInto = (text: string): string => text.replace(/^(?:in)?to\b\s*/i, '');
  const [first, after] = incidentAndRest(withoutInto(rest), true);
  const [second] = incidentAndRest(withoutInto(after), true);
  return second === null
    ? { name: 'merge', incident: null, into: first }
    : { name: 'merge', incident: first, into: second };
};

/** Reads what follows `/incident`. It forgives case, blanks and quotes; it never throws. */
export const parseCommand = (text: string): IncidentCommandText => {
  const { name, word, rest } = commandWords(text);
  switch (name) {
    case null:
      return word === '' ? { name: 'help' } : { name: 'unknown', word: asTyped(word), suggestion: suggestion(word) };
    case 'declare':
      return { name, text: unquoted(asTyped(rest)) };
    case 'ack':
    case 'timeline':
      return { name, incident: incidentAndRest(rest, true)[0] };
    case 'resolve':
    case 'escalate':
    case 'update':
    case 'note': {
      const [incident, after] = incidentAndRest(rest, false);
      return { name, incident, text: unquoted(asTyped(after)) };
    }
    case 'severity':
      return severity(rest);
    case 'assign':
      return assign(rest);
    case 'page':
      return page(rest);
    case 'merge':
      return merge(rest);
    default:
      return { name };
  }
};

/**
 * The longest of the names with which a text begins, whatever their case, and what follows it; null when it begins
 * with none. For `page Payments primary the site is down`.
 */
export const namedFirst = (
  text: string,
  names: readonly string[],
): { readonly name: string; readonly text: string } | null => {
  const lower = text.toLowerCase();
  const found = names
    .filter((name) => name !== '' && lower.startsWith(name.toLowerCase()) && /^[\s:,]|^$/.test(text.slice(name.length)))
    .toSorted((one, other) => other.length - one.length)[0];
  return found === undefined ? null : { name: found, text: text.slice(found.length).replace(/^[\s:,]+/, '') };
};
