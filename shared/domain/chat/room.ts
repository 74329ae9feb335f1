import type { IncidentId, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../lib/instant.ts';
import { type ChatPart, type ChatProblem, PROBLEMS_MAX } from './problem.ts';
import type { Turn } from './rate-budget.ts';

/** A message that is kept true: where it is, and the hash of what it says. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly hash: string;
  /** People deleted it: it is left alone. */
  readonly deleted: boolean;
}

/** A message that is about to be posted: written down first, so that nobody posts it again without having looked. */
export type Posting = {
  readonly key: string;
  readonly channel: string;
  readonly at: Instant;
} & (
  | { readonly what: 'card' | 'announcement'; readonly hash: string }
  | { readonly what: 'lines'; readonly toSeq: number }
  | { readonly what: 'nudge' }
);

/** What is known of an incident's place in Slack: what is there, what is under way, and what would not go. */
export interface ChatRoom {
  readonly incidentId: IncidentId;
  /** Its own channel. People may rename it: the id is what counts. */
  readonly channel: { readonly id: string; readonly name: string } | null;
  /** The name under which the channel is being created: Slack may have done it without our hearing of it. */
  readonly creating: { readonly name: string; readonly at: Instant } | null;
  /** People archived or deleted the channel, or took us out of it: nothing more is done there. */
  readonly gone: { readonly why: string; readonly at: Instant } | null;
  readonly card: Posted | null;
  readonly isPinned: boolean;
  readonly announcement: Posted | null;
  readonly topic: string | null;
  /** Whoever was invited, or cannot be: each is tried once. */
  readonly invited: readonly UserId[];
  /** The last commit whose lines are told. */
  readonly postedSeq: number;
  readonly posting: Posting | null;
  readonly nudgedAt: Instant | null;
  /** Places in the lines for Slack, by what is to be asked. */
  readonly turns: Readonly<Record<string, Turn>>;
  /** When it is to be looked at next; null when nothing is to be done before something happens. */
  readonly dueAt: Instant | null;
  /** Tries in a row that left something undone. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  readonly problems: readonly ChatProblem[];
}

export const newRoom = (incidentId: IncidentId): ChatRoom => ({
  incidentId,
  channel: null,
  creating: null,
  gone: null,
  card: null,
  isPinned: false,
  announcement: null,
  topic: null,
  invited: [],
  postedSeq: 0,
  posting: null,
  nudgedAt: null,
  turns: {},
  dueAt: null,
  failures: 0,
  failingSince: null,
  problems: [],
});

/** The channel that something may be done in. */
export const openChannel = ({ channel, gone }: ChatRoom): string | null => (gone ? null : (channel?.id ?? null));

/** The message of an intent is in Slack, under this timestamp. */
export const afterPosting = (room: ChatRoom, posting: Posting, ts: string): ChatRoom => {
  const done = { ...room, posting: null };
  switch (posting.what) {
    case 'card':
      return { ...done, card: { channel: posting.channel, ts, hash: posting.hash, deleted: false }, isPinned: false };
    case 'announcement':
      return { ...done, announcement: { channel: posting.channel, ts, hash: posting.hash, deleted: false } };
    case 'lines':
      return { ...done, postedSeq: Math.max(room.postedSeq, posting.toSeq) };
    case 'nudge':
      return { ...done, nudgedAt: posting.at };
  }
};

/** The room with a place in a line, or without one that was used. */
export const withTurn = (room: ChatRoom, what: string, turn: Turn | undefined): ChatRoom => {
  if (!turn && !room.turns[what]) return room;
  const { [what]: _used, ...others } = room.turns;
  return { ...room, turns: turn ? { ...others, [what]: turn } : others };
};

const openProblem = ({ problems }: ChatRoom, part: ChatPart): ChatProblem | undefined => {
  const last = problems.findLast((problem) => problem.part === part);
  return last?.error ? last : undefined;
};

const noted = (room: ChatRoom, problem: ChatProblem): ChatRoom => ({
  ...room,
  problems: [...room.problems, problem].slice(-PROBLEMS_MAX),
});

/** Something would not go. The same again is not said again. */
export const withProblem = (room: ChatRoom, problem: ChatProblem): ChatRoom => {
  const open = openProblem(room, problem.part);
  return open?.error === problem.error && open.about === problem.about ? room : noted(room, problem);
};

/** Something goes: said only if it did not before. */
export const mended = (room: ChatRoom, part: ChatPart, at: Instant, about: string | null = null): ChatRoom =>
  openProblem(room, part) ? noted(room, { at, part, error: null, about }) : room;

const BACKOFF_SECONDS = 10;
const BACKOFF_SECONDS_MAX = 120;
const GIVE_UP_SECONDS = 86_400;

/** When to try again after so many failures in a row: 10 s, 20 s, 40 s ... 2 minutes. */
export const tryAgainAt = (failures: number, at: Instant): Instant =>
  addSeconds(at, Math.min(BACKOFF_SECONDS_MAX, BACKOFF_SECONDS * 2 ** Math.min(10, Math.max(0, failures - 1))));

/** It has failed for a day: it is not tried again before something else happens. */
export const isGivenUp = ({ failingSince }: ChatRoom, at: Instant): boolean =>
  failingSince !== null && secondsBetween(failingSince, at) > GIVE_UP_SECONDS;

/** The room after a try that left nothing undone. */
export const afterSuccess = (room: ChatRoom, dueAt: Instant | null): ChatRoom => ({
  ...room,
  dueAt,
  failures: 0,
  failingSince: null,
});

/** The room after a try that left something undone; `giveUp` says that it was the last. */
export const afterFailure = (room: ChatRoom, at: Instant, dueAt: Instant | null): ChatRoom => ({
  ...room,
  dueAt,
  failures: room.failures + 1,
  failingSince: room.failingSince ?? at,
});
