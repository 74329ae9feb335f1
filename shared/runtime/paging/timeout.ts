import type { Clock } from '../clock.ts';

/** Waits for something at most so long, in real time, as functions' own timeouts are; it goes on, and nobody waits for it. */
export const atMost = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

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
