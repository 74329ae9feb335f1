import { setTimeout as realSleep } from 'node:timers/promises';
import { fromEpochMs, type Instant, toEpochMs } from '../../shared/lib/instant.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Activity } from './activity.ts';

/**
 * Ties product time to real time: at `real` it was `product` (both epoch ms), and since then product time runs `speed`
 * times as fast. Speed 0 stands still until `advance`. Two processes with one anchor agree on the time.
 */
export interface Anchor {
  readonly real: number;
  readonly product: number;
  readonly speed: number;
}

/** What an anchor says the product's time is at a real time, in epoch ms. */
export const productTimeMs = (anchor: Anchor, realMs: number): number =>
  Math.round(anchor.product + Math.max(0, realMs - anchor.real) * anchor.speed);

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly fire: () => unknown;
}

/** Node's timers hold 31 bits of milliseconds: a longer wait is taken in parts. */
const REAL_TIMER_MS_MAX = 2 ** 31 - 1;
/** On a clock that stands still, a sleep shorter than this (a backoff) passes in real time, or nobody would wake it. */
const SHORT_SLEEP_MS = 1000;
/** More timers than this in one `advance` is a loop that never ends. */
const TIMERS_PER_ADVANCE_MAX = 1_000_000;

/** The laptop's clock: real time, time at a multiple of it, or time that stands still until it is moved. */
export class LocalClock implements Clock {
  readonly #anchor: Anchor;
  readonly #activity: Activity;
  #latestMs: number;
  #timers: Timer[] = [];
  #order = 0;
  #realTimer: NodeJS.Timeout | undefined;
  #advancing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(anchor: Anchor, activity: Activity) {
    this.#anchor = anchor;
    this.#activity = activity;
    this.#latestMs = productTimeMs(anchor, Date.now());
  }

  /** True when time stands still until `advance`. */
  get manual(): boolean {
    return this.#anchor.speed === 0;
  }

  get speed(): number {
    return this.#anchor.speed;
  }

  now(): Instant {
    return fromEpochMs(this.nowMs());
  }

  /** Epoch ms of product time. Never less than it was before. */
  nowMs(): number {
    if (!this.manual) this.#latestMs = Math.max(this.#latestMs, productTimeMs(this.#anchor, Date.now()));
    return this.#latestMs;
  }

  /**
   * Waits in product time. On a manual clock it waits for `advance`, and meanwhile does not count as in flight; with a
   * signal (a deadline beside other work) it leaves that to the other work.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.manual && ms < SHORT_SLEEP_MS) return realSleep(ms, undefined, signal ? { signal } : {});
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const unpark = this.manual && !signal ? this.#activity.park() : () => {};
      const cancel = this.at(fromEpochMs(this.nowMs() + ms), () => {
        signal?.removeEventListener('abort', abort);
        unpark();
        resolve();
      });
      const abort = () => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Calls `fire` at that time (at once when it is past); what it returns is awaited as work in flight. */
  at(instant: Instant, fire: () => unknown): () => void {
    const timer = { dueMs: toEpochMs(instant), order: this.#order++, fire };
    if (!this.#stopped) {
      this.#timers.splice(this.#position(timer), 0, timer);
      if (!this.manual && this.#timers[0] === timer) this.#arm();
    }
    return () => {
      const index = this.#position(timer);
      if (this.#timers[index] === timer) this.#timers.splice(index, 1);
    };
  }

  /**
   * Moves a manual clock on. Timers fire in the order of their time, each only when all that the one before began is done.
   * @throws Error on a clock that runs by itself.
   */
  advance(ms: number): Promise<void> {
    if (!this.manual) throw new Error('only a clock of speed 0 can be advanced');
    const advanced = this.#advancing.then(() => this.#advance(ms));
    this.#advancing = advanced.catch(() => {});
    return advanced;
  }

  /** Forgets all timers: nothing fires any more. */
  stop(): void {
    this.#stopped = true;
    this.#timers = [];
    clearTimeout(this.#realTimer);
  }

  async #advance(ms: number): Promise<void> {
    const targetMs = this.#latestMs + ms;
    await this.#activity.idle();
    for (let fired = 0; fired < TIMERS_PER_ADVANCE_MAX; fired += 1) {
      const timer = this.#timers[0];
      if (!timer || timer.dueMs > targetMs) {
        this.#latestMs = targetMs;
        return;
      }
      this.#timers.shift();
      this.#latestMs = Math.max(this.#latestMs, timer.dueMs);
      this.#fire(timer);
      await this.#activity.idle();
    }
    throw new Error('the clock does not get anywhere: its timers set new ones without end');
  }

  #arm(): void {
    clearTimeout(this.#realTimer);
    const next = this.#timers[0];
    if (!next) return;
    const realMs = (next.dueMs - this.nowMs()) / this.#anchor.speed;
    this.#realTimer = setTimeout(() => this.#fireDue(), Math.min(Math.max(0, Math.ceil(realMs)), REAL_TIMER_MS_MAX));
  }

  #fireDue(): void {
    const nowMs = this.nowMs();
    while (this.#timers[0] && this.#timers[0].dueMs <= nowMs) this.#fire(this.#timers.shift() as Timer);
    this.#arm();
  }

  #fire(timer: Timer): void {
    const done = this.#activity.begin('timer');
    Promise.resolve()
      .then(timer.fire)
      .catch((error: unknown) => console.error('a timer failed:', error))
      .finally(done);
  }

  /** Where the timer is, or belongs: by time, then by the order they were set in. */
  #position(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle] as Timer;
      if (other.dueMs < timer.dueMs || (other.dueMs === timer.dueMs && other.order < timer.order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A clock that stands still at that time. */
export const manualClock = (at: Instant, activity: Activity): LocalClock =>
  new LocalClock({ real: 0, product: toEpochMs(at), speed: 0 }, activity);
