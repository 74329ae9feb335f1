import type { Instant } from '../../../shared/lib/instant.ts';
import type { CallView } from './feed.ts';
import type { SandboxMessage } from './inbox.ts';
import type { Verb } from './twiml.ts';
import type { Fate } from './world.ts';

export type CallStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

/** What a call waits for while it listens, and where it goes on. */
export interface Listening {
  readonly action: string;
  readonly method: string;
  /** Digits that end the input; undefined: as many as were pressed. */
  readonly digitsMax: number | undefined;
  readonly finishOnKey: string;
  readonly callsOnSilence: boolean;
  /** What is said when nobody presses. */
  readonly rest: readonly Verb[];
  readonly documentUrl: string;
}

/** A call as the carrier's record of it. */
export interface Call {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly url: string;
  readonly method: string;
  /** TwiML given with the order, in place of a URL. */
  readonly twiml?: string;
  readonly statusCallback?: string;
  readonly statusEvents: readonly string[];
  readonly timeoutSeconds: number;
  readonly detectsMachines: boolean;
  readonly createdAt: Instant;
  readonly fate: Fate;
  status: CallStatus;
  updatedAt: Instant;
  startedAt?: Instant;
  answeredAt?: Instant;
  endedAt?: Instant;
  answeredBy?: 'human' | 'machine_start';
  /** All that was said, in order. */
  readonly said: string[];
  /** How long the words since the last pause for input take to say. */
  speechMs: number;
  listening?: Listening | undefined;
  callbacksSent: number;
  documentsRead: number;
  /** The product has not answered the callback of the call's end yet. */
  isUntold?: boolean;
}

const WAITING: ReadonlySet<CallStatus> = new Set(['queued', 'initiated', 'ringing']);

/** Nobody has picked up yet, and the carrier still tries. */
export const isWaiting = (call: Call): boolean => WAITING.has(call.status);

export const hasEnded = (call: Call): boolean => !isWaiting(call) && call.status !== 'in-progress';

/** What the message list shows, each sentence once: nobody knows what a call says before it is answered. */
export const callBody = (call: Call): string =>
  call.said.length > 0 ? [...new Set(call.said)].join(' ') : 'Incoming call';

/** The call as one of the messages that the outside world received. */
export const callMessage = (call: Call): SandboxMessage => ({
  id: call.id,
  kind: 'call',
  provider: 'twilio',
  to: call.to,
  body: callBody(call),
  at: call.createdAt,
  status: call.status,
});

export const callView = (call: Call): CallView => ({
  id: call.id,
  to: call.to,
  from: call.from,
  status: call.status,
  said: [...call.said],
  listening: call.listening !== undefined,
  at: call.createdAt,
});

/** Whole seconds of conversation, as they are billed. */
export const durationSeconds = (call: Call): number =>
  call.answeredAt && call.endedAt ? Math.round((Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1000) : 0;
