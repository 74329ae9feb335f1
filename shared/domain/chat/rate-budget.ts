import { fromEpochMs, type Instant, toEpochMs } from '../../lib/instant.ts';

/**
 * How often Slack may be asked, as the generic cell rate algorithm counts it: one call every `everyMs`, and up to
 * `burst` at once after a quiet time.
 */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

/** A rate budget's name in the table, and its rate. */
export interface Budget {
  readonly name: string;
  readonly rate: Rate;
}

/** In any one minute this lets through `burst + 60 s / everyMs` calls: nine tenths of what Slack's tier allows. */
const TIERS = {
  /** 20 a minute. */
  2: { everyMs: 5000, burst: 6 },
  /** 50 a minute. */
  3: { everyMs: 2000, burst: 15 },
  /** 100 a minute. */
  4: { everyMs: 1000, burst: 30 },
} as const satisfies Record<number, Rate>;

/** Slack's tiers of the methods that we call (https://docs.slack.dev/apis/web-api/rate-limits). Others count as tier 2. */
const TIER_OF: Readonly<Record<string, keyof typeof TIERS>> = {
  'chat.update': 3,
  'chat.postEphemeral': 4,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.invite': 3,
  'conversations.open': 3,
  'users.info': 4,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.update': 4,
};

/** "1 per second per channel", with a short burst; and "several hundred a minute" in the whole workspace. */
const POST_TO_CHANNEL: Rate = { everyMs: 1100, burst: 3 };
const POST_AT_ALL: Rate = { everyMs: 300, burst: 20 };

/** The budgets that one call is counted against: all of them must have room. */
export const budgetsOf = (method: string, channel: string | null): readonly Budget[] => {
  if (method !== 'chat.postMessage') return [{ name: method, rate: TIERS[TIER_OF[method] ?? 2] }];
  const all = { name: method, rate: POST_AT_ALL };
  return channel === null ? [all] : [{ name: `${method}#${channel}`, rate: POST_TO_CHANNEL }, all];
};

/**
 * What is kept of a budget: the theoretical arrival time, when it would be all used up no more. In the past: it is full.
 * Epoch milliseconds, since a database can add to a number.
 */
export type ArrivalMs = number;

const toleranceMs = ({ everyMs, burst }: Rate): number => everyMs * (burst - 1);

/** When the next call may go, if nothing else is let through before. */
export const nextGoMs = (arrivalMs: ArrivalMs, rate: Rate, nowMs: number): number =>
  Math.max(nowMs, arrivalMs - toleranceMs(rate));

/** The latest arrival time at which a call still goes within so many milliseconds. */
export const latestArrivalMs = (rate: Rate, nowMs: number, withinMs: number): ArrivalMs =>
  nowMs + withinMs + toleranceMs(rate);

/** A place in the line for a budget: whoever has it comes back at that time, and need not ask again. */
export interface Turn {
  readonly budget: string;
  readonly at: Instant;
}

/** Nobody stands in a line for longer. */
export const LINE_MS_MAX = 900_000;
const TURN_MS_MAX = 90_000;

/** Has this turn not passed? One that was missed is lost: many that are taken late would come all at once. */
export const isTurnKept = (turn: Turn, at: Instant): boolean => toEpochMs(at) <= toEpochMs(turn.at) + TURN_MS_MAX;

export type Reserved =
  | { readonly type: 'reserved'; readonly goAt: Instant; readonly arrivalMs: ArrivalMs }
  | { readonly type: 'full'; readonly until: Instant };

/** Reserves the next call if it may go within so many milliseconds; says otherwise when there is room again. */
export const reserve = (arrivalMs: ArrivalMs, rate: Rate, at: Instant, withinMs: number): Reserved => {
  const nowMs = toEpochMs(at);
  const goMs = nextGoMs(arrivalMs, rate, nowMs);
  if (arrivalMs > latestArrivalMs(rate, nowMs, withinMs)) return { type: 'full', until: fromEpochMs(goMs) };
  return { type: 'reserved', goAt: fromEpochMs(goMs), arrivalMs: Math.max(arrivalMs, nowMs) + rate.everyMs };
};

/** Slack said 429: nobody goes before that time, and then one by one. */
export const closedUntil = (rate: Rate, until: Instant): ArrivalMs => toEpochMs(until) + toleranceMs(rate);
