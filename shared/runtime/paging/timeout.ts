import type { Clock } from '../clock.ts';

/** Runs something with a signal that is aborted after that much of the product's time, and cleans up behind it. */
export const within = async <T>(clock: Clock, ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const timeout = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => timeout.abort(new Error(`no answer within ${ms} ms`)),
    () => undefined,
  );
  try {
    return await run(timeout.signal);
  } finally {
    done.abort();
  }
};
