import type { LocalClock } from '../../clock.ts';

const WINDOW_MS = 60_000;
/** Requests a minute by tier: https://docs.slack.dev/apis/web-api/rate-limits. */
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;
/** "Hundreds per minute". */
const SPECIAL = 300;

const PER_MINUTE: Readonly<Record<string, number>> = {
  'auth.test': SPECIAL,
  'chat.delete': TIER_3,
  'chat.getPermalink': SPECIAL,
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'conversations.archive': TIER_2,
  'conversations.create': TIER_2,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.invite': TIER_3,
  'conversations.join': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'conversations.setTopic': TIER_2,
  'pins.add': TIER_2,
  'pins.list': TIER_2,
  'pins.remove': TIER_2,
  'usergroups.create': TIER_2,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'usergroups.users.update': TIER_2,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'users.lookupByEmail': TIER_3,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
};

/** `chat.postMessage`: one a second in each channel; more for a moment. */
const POST = 'chat.postMessage';
const POST_EVERY_MS = 1_000;
const POST_BURST = 5;
const CHANNELS_WATCHED_MAX = 10_000;

/**
 * Slack's limits, on product time. A clock that stands still stays in the same minute. What is refused does not count
 * against the limit.
 */
export class RateLimits {
  readonly #clock: LocalClock;
  readonly #taken = new Map<string, number[]>();
  /** When each channel's posts would have been due at one a second. */
  readonly #posts = new Map<string, number>();
  readonly #refused = new Map<string, number>();

  constructor(clock: LocalClock) {
    this.#clock = clock;
  }

  /** Takes one call. @returns how many seconds to wait when there was one too many; then it is refused and counted */
  take(method: string, channel: string): number | undefined {
    const nowMs = this.#clock.nowMs();
    const waitMs = method === POST ? this.#takePost(channel, nowMs) : this.#takeOfTier(method, nowMs);
    if (waitMs <= 0) return undefined;
    this.refuse(method);
    return Math.ceil(waitMs / 1000);
  }

  /** Counts a refusal for another reason: an outage that limits everything. */
  refuse(method: string): void {
    this.#refused.set(method, (this.#refused.get(method) ?? 0) + 1);
  }

  /** How often each method was refused. */
  refused(): Record<string, number> {
    return Object.fromEntries(this.#refused);
  }

  #takeOfTier(method: string, nowMs: number): number {
    const limit = PER_MINUTE[method] ?? TIER_3;
    const taken = (this.#taken.get(method) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
    this.#taken.set(method, taken);
    if (taken.length >= limit) return (taken[0] as number) + WINDOW_MS - nowMs;
    taken.push(nowMs);
    return 0;
  }

  #takePost(channel: string, nowMs: number): number {
    const dueMs = Math.max(this.#posts.get(channel) ?? 0, nowMs);
    const waitMs = dueMs - nowMs - (POST_BURST - 1) * POST_EVERY_MS;
    if (waitMs > 0) return waitMs;
    this.#posts.delete(channel);
    this.#posts.set(channel, dueMs + POST_EVERY_MS);
    const [oldest] = this.#posts.keys();
    if (this.#posts.size > CHANNELS_WATCHED_MAX && oldest !== undefined) this.#posts.delete(oldest);
    return 0;
  }
}
