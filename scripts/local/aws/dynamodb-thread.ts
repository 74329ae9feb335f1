import type { Worker } from 'node:worker_threads';
import type { WireRequest, WireResponse } from './shortcut.ts';

/** What the database's thread is asked without a socket, under a number that its answer repeats. */
export type ThreadRequest = readonly [id: number, headers: Readonly<Record<string, string>>, body: Uint8Array];

/** What a thread makes a database of: its files, or null for memory. */
export interface Opening {
  readonly path: string | null;
  readonly port: number;
  readonly outage: Int32Array;
}

/** `close`: the database is over, and its thread can be asked to open another. `stop`: so is the thread. */
export type ThreadMessage = ThreadRequest | 'close' | 'stop' | { readonly open: Opening };

export type ThreadAnswer = readonly [id: number, status: number, body: string];

interface Waiting {
  readonly resolve: (answer: WireResponse) => void;
  readonly reject: (error: Error) => void;
}

/** What dynalite reads of a request's headers: each header less that goes to the thread is copied twice less. */
const READ = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'] as const;

const readOf = (headers: WireRequest['headers']): Record<string, string> => {
  const read: Record<string, string> = {};
  for (const name of READ) {
    const value = headers[name];
    if (value !== undefined) read[name] = value;
  }
  return read;
};

const HEADERS = { 'content-type': 'application/x-amz-json-1.0' };

/** What an SDK client takes for a broken connection: it tries again, and then says so. */
const hungUp = (): Error =>
  Object.assign(new Error('the database stopped'), { code: 'ECONNRESET', name: 'TimeoutError' });

/** Asks the thread; its end, or the call of `end`, is everybody's answer who still waits, and who asks later. */
export const askThread = (
  worker: Worker,
): { readonly ask: (request: WireRequest) => Promise<WireResponse>; readonly end: () => void } => {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let isOver = false;
  const hear = ([id, status, body]: ThreadAnswer): void => {
    waiting.get(id)?.resolve({ status, headers: HEADERS, body });
    waiting.delete(id);
  };
  const end = (): void => {
    isOver = true;
    worker.off('message', hear);
    worker.off('exit', end);
    for (const { reject } of waiting.values()) reject(hungUp());
    waiting.clear();
  };
  worker.on('message', hear);
  worker.once('exit', end);
  const ask = ({ headers, body }: WireRequest): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(hungUp());
      asked += 1;
      waiting.set(asked, { resolve, reject });
      worker.postMessage([asked, readOf(headers), body] satisfies ThreadRequest);
    });
  return { ask, end };
};
