import { fromEpochMs, type Instant, toEpochMs } from '../../../shared/lib/instant.ts';
import type { Activity } from '../activity.ts';
import type { LocalClock } from '../clock.ts';
import type { Outages } from '../outages.ts';
import type { Feed } from './feed.ts';
import type { Inbox, SandboxMessage } from './inbox.ts';
import type { Journal } from './journal.ts';
import type { Webhooks } from './webhooks.ts';

/** The account that the product uses at the pretended carrier. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** The product's own number, E.164. */
  readonly from: string;
}

/** What every part of the sandbox shares. */
export interface World {
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly outages: Outages;
  readonly publicUrl: () => string;
  /** Where this outside world is itself. */
  readonly localUrl: () => string;
  readonly twilio: TwilioAccount;
  readonly inbox: Inbox;
  readonly journal: Journal;
  readonly feed: Feed;
  readonly webhooks: Webhooks;
}

/** How a message or a call fares, settled when the carrier accepts it: it arrives, it fails later, or nobody hears of it again. */
export type Fate = 'arrives' | 'fails' | 'silence';

/** What the outage of this moment does to something that Twilio accepts now. */
export const fateNow = (world: World): Fate => {
  const mode = world.outages.mode('twilio');
  if (mode === 'accepted-no-receipt') return 'silence';
  return mode === 'undelivered' ? 'fails' : 'arrives';
};

/** Takes in what the product sent past Twilio: it is remembered before anybody hears of it. */
export const receive = (world: World, message: SandboxMessage): void => {
  world.journal.write({ kind: 'message', data: message });
  world.inbox.add(message);
};

const plusMs = (instant: Instant, ms: number): Instant => fromEpochMs(toEpochMs(instant) + ms);

/**
 * Runs the work so much product time after that moment; at once when that is past.
 * The clock counts it as going on, so whoever waits for idleness waits for it.
 */
export const afterThat = (world: World, since: Instant, delayMs: number, work: () => Promise<void>): void => {
  world.clock.at(plusMs(since, delayMs), work);
};

/** Runs the work after so much product time. */
export const after = (world: World, delayMs: number, work: () => Promise<void>): void =>
  afterThat(world, world.clock.now(), delayMs, work);

/** Runs the work now, as something that is going on. */
export const atOnce = (world: World, work: () => Promise<void>): void => {
  const done = world.activity.begin('outside world');
  work()
    .catch((error: unknown) => console.error('the outside world failed:', error))
    .finally(done);
};
