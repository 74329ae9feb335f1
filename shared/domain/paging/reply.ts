import type { Instant } from '../../lib/instant.ts';
import type { AnswerAction } from './digits.ts';
import { plain, utcTime } from './message-texts.ts';

export type { AnswerAction } from './digits.ts';

export type Reply =
  | { readonly type: 'answer'; readonly action: AnswerAction; readonly number: number }
  /** The carrier's words. Nothing may be sent to a phone that said stop. */
  | { readonly type: 'stop' }
  | { readonly type: 'start' }
  | { readonly type: 'help' }
  | { readonly type: 'not-understood' };

/** Longer texts are no replies: they are not looked at. */
const REPLY_LENGTH_MAX = 60;

const ACTION_OF: ReadonlyMap<string, AnswerAction> = new Map([
  ...['a', 'ack', 'acked', 'acknowledge', 'acknowledged'].map((word) => [word, 'acknowledge'] as const),
  ...['e', 'esc', 'escalate', 'escalated'].map((word) => [word, 'escalate'] as const),
  ...['c', 'r', 'close', 'closed', 'resolve', 'resolved'].map((word) => [word, 'resolve'] as const),
]);

const KEYWORD_OF: ReadonlyMap<string, 'stop' | 'start' | 'help'> = new Map([
  ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'].map((w) => [w, 'stop'] as const),
  ...['start', 'unstop', 'yes'].map((word) => [word, 'start'] as const),
  ...['help', 'info'].map((word) => [word, 'help'] as const),
]);

const NUMBER_FIRST = /^(?:inc[- ]?|#)?([1-9]\d{0,8})[ ,:-]{0,3}([a-z]{1,12})$/;
const ACTION_FIRST = /^([a-z]{1,12}?)[ ,:-]{0,3}(?:inc[- ]?|#)?([1-9]\d{0,8})$/;

/**
 * Reads a text message that a responder sent: `7a`, `a 7`, `ACK INC-7`, `7 close`, `7r.`. Anything that is not clearly
 * one answer to one incident is not understood: a guess could silence a page.
 */
export const parseReply = (text: string): Reply => {
  if (text.length > REPLY_LENGTH_MAX) return { type: 'not-understood' };
  const words = text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
  const bare = words.replace(/^["'(]+/, '').replace(/["').!]+$/, '');
  const keyword = KEYWORD_OF.get(bare);
  if (keyword !== undefined) return { type: keyword };
  const numberFirst = NUMBER_FIRST.exec(bare);
  if (numberFirst !== null) return answer(numberFirst[2], numberFirst[1]);
  const actionFirst = ACTION_FIRST.exec(bare);
  return answer(actionFirst?.[1], actionFirst?.[2]);
};

const answer = (word: string | undefined, number: string | undefined): Reply => {
  const action = word === undefined ? undefined : ACTION_OF.get(word);
  if (action === undefined || number === undefined) return { type: 'not-understood' };
  return { type: 'answer', action, number: Number(number) };
};

/** Who did something and when, for a text. `by` is a name, or `you`. */
export type Done = { readonly by: string; readonly at: Instant };

const NAME_LENGTH_MAX = 40;
const LETTER_OF: Record<AnswerAction, string> = { acknowledge: 'a', escalate: 'e', resolve: 'c' };

const doneBy = ({ by, at }: Done): string => `by ${plain(by, NAME_LENGTH_MAX, 'someone')} at ${utcTime(at)}`;

/**
 * What is said back to a reply: plain GSM-7, one segment (160 characters), and true at the moment it is sent.
 * A text that says something happened is only for after the commit.
 */
export const replyTexts = {
  acknowledged: (number: number, at: Instant): string =>
    `INC-${number} acknowledged by you at ${utcTime(at)}. Paging has stopped. Reply ${number}c to resolve.`,
  alreadyAcknowledged: (number: number, done: Done): string =>
    `INC-${number} was already acknowledged ${doneBy(done)}. Nothing changed.`,
  resolved: (number: number, at: Instant): string => `INC-${number} resolved by you at ${utcTime(at)}.`,
  alreadyResolved: (number: number, done: Done): string =>
    `INC-${number} was already resolved ${doneBy(done)}. Nothing changed.`,
  /** `level` counts from 1; left out when the next level is not known yet. */
  escalated: (number: number, level?: number): string =>
    level === undefined
      ? `INC-${number} escalated: the next level is being paged.`
      : `INC-${number} escalated: level ${level} is being paged.`,
  notEscalated: (number: number): string =>
    `INC-${number} was not escalated: there is no further level to page. Nothing changed.`,
  notPagedToThisPhone: (number: number): string =>
    `INC-${number} was not paged to this phone, so it cannot be answered from it. Nothing changed.`,
  unknownPhone: (): string => 'This phone is not known to PD Lite. Nothing changed.',
  unknownNumber: (number: number): string => `There is no INC-${number}. Check the number. Nothing changed.`,
  notUnderstood: (): string =>
    'Not understood, nothing changed. Send the number of the incident and a letter: 7a acknowledges INC-7, 7e escalates it, 7c resolves it.',
  help: (): string =>
    'PD Lite pages for incidents. For INC-7 reply 7a to acknowledge, 7e to escalate, 7c to resolve. Send STOP for no more messages.',
  /** Only when it is known that nothing was committed. */
  temporaryFailure: (number: number, action: AnswerAction): string =>
    `Your reply could not be recorded, nothing changed. Reply ${number}${LETTER_OF[action]} again in a moment, or use the dashboard.`,
  /** When the commit may or may not have happened. */
  outcomeUnknown: (number: number, action: AnswerAction): string =>
    `It is not certain that your reply was recorded. Reply ${number}${LETTER_OF[action]} again in a moment, or use the dashboard.`,
} as const;
