import type { ChatRoomStore, Lease } from '../../data/chat-room-store.ts';
import type { DirectoryStore } from '../../data/directory-store.ts';
import type { IncidentReads } from '../../data/incident-reads.ts';
import type { IncidentStore } from '../../data/incident-store.ts';
import type { ChatPart } from '../../domain/chat/problem.ts';
import { isTurnKept } from '../../domain/chat/rate-budget.ts';
import { type ChatRoom, mended, withProblem, withTurn } from '../../domain/chat/room.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { err, type Result } from '../../lib/result.ts';
import type { Clock } from '../clock.ts';
import type { ChatFacts } from './chat-facts.ts';
import type { SlackAnswer, SlackApi, SlackFailure } from './slack-api.ts';
import type { SlackSyncQueue } from './sync-queue.ts';

export interface SyncDeps {
  readonly rooms: ChatRoomStore;
  readonly reads: Pick<IncidentReads, 'record'>;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly directory: Pick<DirectoryStore, 'user' | 'policy' | 'linkSlack'>;
  readonly slack: SlackApi;
  readonly queue: SlackSyncQueue;
  readonly clock: Pick<Clock, 'now'>;
  /** The id of the team's channel in which incidents are announced. */
  readonly announceChannel: string;
}

/** Somebody else works on the room by now: whatever is left is theirs. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** A room is another's when nothing of it was saved for this long: well above all that a save waits for. */
export const LEASE_SECONDS = 120;
/** How long one call waits for its rate budget; longer, and the rest of the room is seen to first. */
const BUDGET_WAIT_MS = 2000;
/** What is left to a function when it stops asking: enough to end a call that has just begun, and to save. */
const RESERVE_MS = 10_000;

/** The channel was archived or deleted, or we were taken out of it. */
const GONE: ReadonlySet<string> = new Set(['channel_not_found', 'is_archived', 'not_in_channel']);
/** Slack will not have us at all: every further call would be refused too. */
const SHUT_OUT: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
]);

/** Something that was left undone; for what only waits for its turn, until when. */
export interface Trouble {
  readonly part: ChatPart;
  readonly failure: SlackFailure;
}

export interface Asking {
  /** The channel that a message goes to: its rate is limited. */
  readonly channel?: string;
  /** Errors that the caller deals with: nothing is wrong. */
  readonly expected?: readonly string[];
  /** What it is about, for people. */
  readonly about?: string;
  /** Only looks something up: that it goes mends nothing. */
  readonly isLook?: boolean;
  /** A refusal is on record, and nobody tries again. */
  readonly isTriedOnce?: boolean;
}

/** One going-round of an incident's place in Slack: what is true, what is there, and what went wrong. */
export class Session {
  readonly deps: SyncDeps;
  readonly facts: ChatFacts;
  readonly troubles: Trouble[] = [];
  readonly #lease: Lease;
  readonly #remainingMs: () => number;
  #room: ChatRoom;
  #isStopped = false;

  constructor(parts: { deps: SyncDeps; facts: ChatFacts; lease: Lease; room: ChatRoom; remainingMs: () => number }) {
    this.deps = parts.deps;
    this.facts = parts.facts;
    this.#lease = parts.lease;
    this.#room = parts.room;
    this.#remainingMs = parts.remainingMs;
  }

  get room(): ChatRoom {
    return this.#room;
  }

  /** Slack does not answer, will not have us, or time is up: nothing more is asked. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  get now(): Instant {
    return this.deps.clock.now();
  }

  change(change: (room: ChatRoom) => ChatRoom): void {
    this.#room = change(this.#room);
  }

  /** @throws LeaseLost when the room is another's by now. */
  async save(): Promise<void> {
    const until = addSeconds(this.now, LEASE_SECONDS);
    if (!(await this.deps.rooms.save(this.#lease, this.#room, until))) throw new LeaseLost('another works on the room');
  }

  /** Asks Slack for something, and keeps on record what it would not do. A failure is dealt with here. */
  async ask(
    part: ChatPart,
    method: string,
    args: Readonly<Record<string, unknown>>,
    asking: Asking = {},
  ): Promise<Result<SlackAnswer, SlackFailure>> {
    if (!this.#isStopped && this.#remainingMs() < RESERVE_MS) this.#stop(part, addSeconds(this.now, 1));
    if (this.#isStopped) return err({ kind: 'limited', retryAt: addSeconds(this.now, 1) });
    const answer = await this.#inTurn(method, args, asking);
    if (answer.ok) {
      this.change((room) => mended(room, 'slack', this.now));
      if (!asking.isLook) this.mend(part, asking.about ?? null);
    } else {
      this.#failed(part, answer.error, String(args['channel'] ?? ''), asking);
    }
    return answer;
  }

  /** Something goes that did not, perhaps. */
  mend(part: ChatPart, about: string | null): void {
    this.change((room) => mended(room, part, this.now, about));
  }

  /** Something was refused for good, as far as this going-round can tell. */
  refuse(part: ChatPart, error: string): void {
    this.troubles.push({ part, failure: { kind: 'refused', error } });
    this.#problem(part, error, null);
  }

  /** Something is left for the next going-round. */
  postpone(part: ChatPart): void {
    this.troubles.push({ part, failure: { kind: 'limited', retryAt: addSeconds(this.now, 1) } });
  }

  /** Asks when its turn in the line has come; before, it only says when that is. */
  async #inTurn(
    method: string,
    args: Readonly<Record<string, unknown>>,
    { channel }: Asking,
  ): Promise<Result<SlackAnswer, SlackFailure>> {
    const what = `${method}#${args['channel'] ?? ''}`;
    const known = this.#room.turns[what];
    const turn = known && isTurnKept(known, this.now) ? known : undefined;
    if (turn && turn.at > this.now) return err({ kind: 'limited', retryAt: turn.at, turn });
    const answer = await this.deps.slack.call(method, args, {
      lane: 'chat',
      withinMs: BUDGET_WAIT_MS,
      ...(channel === undefined ? {} : { channel }),
      ...(turn ? { turn } : {}),
    });
    const next = !answer.ok && answer.error.kind === 'limited' ? answer.error.turn : undefined;
    this.change((room) => withTurn(room, what, next));
    return answer;
  }

  #failed(part: ChatPart, failure: SlackFailure, channel: string, { expected = [], about, isTriedOnce }: Asking): void {
    if (failure.kind === 'limited') {
      this.troubles.push({ part, failure });
      return;
    }
    if (failure.kind === 'unreachable') {
      this.#isStopped = true;
      this.troubles.push({ part: 'slack', failure });
      this.#problem('slack', failure.why, null);
      return;
    }
    if (expected.includes(failure.error)) return;
    if (GONE.has(failure.error) && channel !== '' && channel === this.#room.channel?.id) {
      const { error: why } = failure;
      this.change((room) => ({ ...room, gone: { why, at: this.now } }));
      this.#problem('channel-use', why, null);
      return;
    }
    const isShutOut = SHUT_OUT.has(failure.error);
    if (isShutOut) this.#isStopped = true;
    if (!isTriedOnce || isShutOut) this.troubles.push({ part, failure });
    this.#problem(isShutOut ? 'slack' : part, failure.error, isShutOut ? null : (about ?? null));
  }

  #problem(part: ChatPart, error: string, about: string | null): void {
    this.change((room) => withProblem(room, { at: this.now, part, error, about }));
  }

  #stop(part: ChatPart, retryAt: Instant): void {
    this.#isStopped = true;
    this.troubles.push({ part, failure: { kind: 'limited', retryAt } });
  }
}
