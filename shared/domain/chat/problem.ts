import type { Instant } from '../../lib/instant.ts';

/** What of an incident's place in Slack did not come about. */
export type ChatPart =
  | 'slack'
  | 'channel'
  | 'channel-use'
  | 'card'
  | 'announcement'
  | 'topic'
  | 'invitation'
  | 'pin'
  | 'lines'
  | 'nudge';

/** Something that Slack would not do, or does again: on record for the timeline. */
export interface ChatProblem {
  readonly at: Instant;
  readonly part: ChatPart;
  /** Slack's own code, or why it could not be reached; null: it is mended. */
  readonly error: string | null;
  /** The channel's or person's name, where one belongs to it. */
  readonly about: string | null;
}

/** A room's record keeps its latest problems. */
export const PROBLEMS_MAX = 30;

const COULD_NOT: Readonly<Record<Exclude<ChatPart, 'slack' | 'channel-use'>, string>> = {
  channel: 'the channel could not be created',
  card: 'the card could not be written',
  announcement: 'the announcement could not be written',
  topic: 'the topic could not be set',
  invitation: 'somebody could not be invited',
  pin: 'the card could not be pinned',
  lines: 'what happened could not be told in the channel',
  nudge: 'the reminder could not be written',
};

const WORKS: Readonly<Record<Exclude<ChatPart, 'channel' | 'channel-use'>, string>> = {
  slack: 'it works again, and the channel is up to date',
  card: 'the card is written',
  announcement: 'the announcement is written',
  topic: 'the topic is set',
  invitation: 'everybody is invited',
  pin: 'the card is pinned',
  lines: 'what happened is told in the channel',
  nudge: 'the reminder is written',
};

/** Parts that nothing depends on are tried once. */
const TRIED_ONCE: ReadonlySet<ChatPart> = new Set(['invitation', 'pin']);

/** Too long without success: it is not tried again by itself. */
export const GIVEN_UP = 'given-up';

const failed = ({ part, error, about }: ChatProblem & { readonly error: string }): string => {
  if (error === GIVEN_UP) return 'it did not work for a day, so it is not tried again before something changes';
  if (part === 'slack') return `it could not be used (${error}); it is tried again`;
  if (part === 'channel-use') return `the channel cannot be used any more (${error}); the announcement goes on`;
  const what = part === 'invitation' && about ? `${about} could not be invited` : COULD_NOT[part];
  return `${what} (${error})${TRIED_ONCE.has(part) ? '' : '; it is tried again'}`;
};

/** A problem, or its end, in a sentence for the timeline. */
export const problemText = (problem: ChatProblem): string => {
  const { part, error, about } = problem;
  if (error !== null) return `Slack: ${failed({ ...problem, error })}`;
  if (part === 'channel') return `Slack: the channel ${about ? `#${about} ` : ''}was created`;
  return `Slack: ${part === 'channel-use' ? 'the channel can be used again' : WORKS[part]}`;
};
