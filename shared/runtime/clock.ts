import { fromEpochMs, type Instant } from '../lib/instant.ts';

/** The product's time. Everything that asks what time it is, or waits, asks this. */
export interface Clock {
  now(): Instant;
  /** Waits that many milliseconds of product time. Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => fromEpochMs(Date.now()),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

let current: Clock = systemClock;

/** The clock in use: the machine's, unless `useClock` put another in its place. */
export const clock = (): Clock => current;

/** Replaces the clock of this process: the laptop region's can run fast or stand still. */
export const useClock = (replacement: Clock): void => {
  current = replacement;
};
