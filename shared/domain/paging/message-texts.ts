import type { E164 } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Severity } from '../incident/severity.ts';
import { DIGIT_OF } from './digits.ts';

/** What a text about an incident needs to know of it. Title and names may hold anything that a monitor sent. */
export type IncidentLabel = {
  readonly number: number;
  readonly severity: Severity;
  readonly title: string;
  readonly service: string;
};

/** Two segments of a concatenated GSM-7 message, 153 characters each. */
export const SMS_LENGTH_MAX = 306;

const SERVICE_LENGTH_MAX = 40;
const SPOKEN_TITLE_LENGTH_MAX = 200;
/** What is read of a title at most: a bound on the work, well above what can be shown. */
const INPUT_LENGTH_MAX = 2000;

/** Letters and signs that Unicode does not decompose into ASCII. */
// biome-ignore format: a table
const ASCII_FOR: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O', œ: 'oe', Œ: 'OE', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D',
  þ: 'th', Þ: 'Th', ł: 'l', Ł: 'L', ı: 'i', '€': 'EUR', '£': 'GBP', '\u00d7': 'x', '\u00b0': ' deg',
  '\u2018': "'", '\u2019': "'", '\u201a': "'",
  '\u201c': '"', '\u201d': '"', '\u201e': '"', '\u00ab': '"', '\u00bb': '"',
  '\u2010': '-', '\u2011': '-', '\u2012': '-', '\u2013': '-', '\u2014': '-', '\u2015': '-', '\u2212': '-',
  '\u2022': '-', '\u00b7': '-', '\u2044': '/', '\u2192': '->', '\u2190': '<-', '\u2264': '<=', '\u2265': '>=',
  '[': '(', '{': '(', ']': ')', '}': ')', '|': '/', '\\': '/', '~': '-', '^': "'", '`': "'",
};

/**
 * The text in those characters of GSM-7 that are ASCII and one septet each, on one line: accents dropped, letters of
 * other scripts as one `?` for a run, everything else (emoji, control and direction characters) left out.
 * At most `lengthMax` long, a cut marked by `...`; `otherwise` when no letter or digit is left.
 */
export const plain = (text: string, lengthMax: number, otherwise: string): string => {
  const ascii = text
    .slice(0, INPUT_LENGTH_MAX)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]/gu, (sign) => (Object.hasOwn(ASCII_FOR, sign) ? (ASCII_FOR[sign] ?? '') : sign))
    .replace(/\s+/g, ' ')
    .replace(/(?:(?![\x20-\x7e])[\p{L}\p{N}])+/gu, '?')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  return /[A-Za-z0-9]/.test(ascii) ? cut(ascii, lengthMax) : cut(otherwise, lengthMax);
};

const cut = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : `${text.slice(0, Math.max(0, lengthMax - 3)).trimEnd()}...`.slice(0, lengthMax);

/** The time of day in UTC, for example `03:04 UTC`. */
export const utcTime = (at: Instant): string => `${at.slice(11, 16)} UTC`;

const UNTITLED = '(title not in Latin letters)';

const serviceName = (incident: IncidentLabel): string => plain(incident.service, SERVICE_LENGTH_MAX, 'unnamed');

/** Puts the incident between two fixed texts; only its title gives way to keep the whole within two segments. */
const aroundIncident = (before: string, incident: IncidentLabel, after: string): string => {
  const start = `${before}INC-${incident.number} ${incident.severity} `;
  const end = ` (service ${serviceName(incident)})${after}`;
  return start + plain(incident.title, Math.max(3, SMS_LENGTH_MAX - start.length - end.length), UNTITLED) + end;
};

const howToReply = (number: number): string =>
  `Reply ${number}a to acknowledge, ${number}e to escalate, ${number}c to resolve.`;

const howToText = (number: number, replyTo: E164): string =>
  `This number takes no replies: text ${number}a to ${replyTo} to acknowledge, ${number}e to escalate, ${number}c to resolve.`;

/** The page as a text message that can be answered by replying. At most 306 characters. */
export const pageSms = (incident: IncidentLabel): string =>
  aroundIncident('', incident, `. ${howToReply(incident.number)}`);

/**
 * The page through a provider that carries no replies: it says which number to text instead, the one that pages come
 * from on other days. At most 306 characters.
 */
export const pageSmsOneWay = (incident: IncidentLabel, replyTo: E164): string =>
  aroundIncident('', incident, `. ${howToText(incident.number, replyTo)}`);

/** Why an escalation ended without an answer. */
export type Exhausted =
  | { readonly why: 'nobody-answered'; readonly rounds: number; readonly at: Instant }
  | { readonly why: 'nobody-to-page'; readonly at: Instant };

const exhaustedSince = (exhausted: Exhausted): string => {
  if (exhausted.why === 'nobody-to-page') return `No one could be paged (${utcTime(exhausted.at)}).`;
  const times = exhausted.rounds === 1 ? 'once' : `${exhausted.rounds} times`;
  return `Every level was paged ${times}, until ${utcTime(exhausted.at)}.`;
};

/**
 * To the fallback contact: nobody has it, and nobody else is being paged. Says how to reply or, with `replyTo`, for a
 * provider that carries no replies, which number to text. At most 306 characters.
 */
export const exhaustedSms = (incident: IncidentLabel, exhausted: Exhausted, replyTo?: E164): string => {
  const how = replyTo === undefined ? howToReply(incident.number) : howToText(incident.number, replyTo);
  return aroundIncident('NOBODY HAS ', incident, `. ${exhaustedSince(exhausted)} ${how}`);
};

const ONES = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const;
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const;
const SCALES = [
  [1_000_000, 'million'],
  [1000, 'thousand'],
  [100, 'hundred'],
] as const;

/** A whole number from 0 to 999,999,999 in English words, so that every voice reads it alike. */
export const inWords = (value: number): string => {
  for (const [size, name] of SCALES) {
    if (value < size) continue;
    const rest = value % size;
    return `${inWords(Math.floor(value / size))} ${name}${rest === 0 ? '' : ` ${inWords(rest)}`}`;
  }
  const one = ONES[value];
  if (one !== undefined) return one;
  const rest = value % 10;
  return `${TENS[Math.floor(value / 10)] ?? ''}${rest === 0 ? '' : ` ${inWords(rest)}`}`;
};

/** As `plain`, with the signs that a voice would spell out or trip over turned into words or pauses. */
const spoken = (text: string, lengthMax: number, otherwise: string): string =>
  plain(text, lengthMax, otherwise)
    .replace(/%/g, ' percent ')
    .replace(/&/g, ' and ')
    .replace(/</g, ' below ')
    .replace(/>/g, ' above ')
    .replace(/[_/#*"=+@$-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

const spokenIncident = (number: number): string => `incident ${inWords(number)}`;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const PRESS = `Press ${DIGIT_OF.acknowledge} to acknowledge, ${DIGIT_OF.escalate} to escalate, ${DIGIT_OF.resolve} to resolve.`;

const spokenLabel = ({ number, severity, service, title }: IncidentLabel): string => {
  const which = `${sentence(spokenIncident(number))}, severity ${inWords(Number(severity.slice(3)))}`;
  const what = spoken(title, SPOKEN_TITLE_LENGTH_MAX, 'It has no title that can be read out').replace(/[.!?]+$/, '');
  return `${which}, service ${spoken(service, SERVICE_LENGTH_MAX, 'unnamed')}. ${what}.`;
};

/** What a call says, before it waits for a key. */
export const pageVoice = (incident: IncidentLabel): string => `This is P D Lite. ${spokenLabel(incident)} ${PRESS}`;

/** What a call to the fallback contact says, before it waits for a key. */
export const exhaustedVoice = (incident: IncidentLabel, { why }: Exhausted): string => {
  const reason = why === 'nobody-to-page' ? 'No one could be paged' : 'Every level was paged and nobody answered';
  return `This is P D Lite. ${reason}. ${spokenLabel(incident)} ${PRESS}`;
};

const who = (by: string): string => spoken(by, SERVICE_LENGTH_MAX, 'someone');

/** What a call says after a key, or without one. A text that says something happened is only for after the commit. */
export const voiceTexts = {
  acknowledged: (number: number): string =>
    `${sentence(spokenIncident(number))} is acknowledged by you. Paging has stopped. Goodbye.`,
  alreadyAcknowledged: (number: number, by: string): string =>
    `${sentence(spokenIncident(number))} was already acknowledged by ${who(by)}. Nothing changed. Goodbye.`,
  escalated: (number: number): string =>
    `${sentence(spokenIncident(number))} is escalated. The next level is being paged. Goodbye.`,
  notEscalated: (number: number): string =>
    `${sentence(spokenIncident(number))} was not escalated. There is no further level to page. Nothing changed. Goodbye.`,
  resolved: (number: number): string => `${sentence(spokenIncident(number))} is resolved. Goodbye.`,
  alreadyResolved: (number: number, by: string): string =>
    `${sentence(spokenIncident(number))} was already resolved by ${who(by)}. Nothing changed. Goodbye.`,
  wrongKey: (): string => `That key means nothing here. ${PRESS}`,
  noInput: (): string => 'No key was pressed. Nothing changed. Goodbye.',
  tooManyWrongKeys: (): string => 'That key means nothing here. Nothing changed. Goodbye.',
  unknownCall: (): string => 'This call belongs to no incident that is known. Nothing changed. Goodbye.',
  /** Only when it is known that nothing was committed. */
  temporaryFailure: (): string => `Your answer could not be recorded. Nothing changed. ${PRESS}`,
  /** When the commit may or may not have happened, or the tries are used up. */
  outcomeUnknown: (): string => 'It is not certain that your answer was recorded. Please use the dashboard. Goodbye.',
} as const;
