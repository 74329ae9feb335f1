import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import type { Mode, Operations } from '../outages.ts';
import { DATABASE_MODES, DATABASE_OPERATIONS } from './dynamodb-server.ts';
import { askThread, type Opening, type ThreadMessage } from './dynamodb-thread.ts';
import { takeShortcut } from './shortcut.ts';

/** A table is there within this many looks, or something is wrong. */
const ACTIVE_LOOKS_MAX = 100;

export interface LocalDatabase {
  readonly url: string;
  /** `error`: answers 500; `timeout`: does not answer. From the next request on. */
  setOutage(mode: Mode, operations: Operations): void;
  stop(): Promise<void>;
}

/** The files of the database cannot be opened: most often because another process has them open. */
export class DatabaseUnusable extends Error {
  constructor(path: string | null, cause: Error) {
    super(`the database in ${path ?? 'memory'} cannot be opened: does another pd-lite use it? (${cause.message})`);
    this.name = 'DatabaseUnusable';
  }
}

/** Threads whose database in memory is over: the next one opens in a tenth of the time. They keep no process alive. */
const idle: Worker[] = [];

const startThread = (opening: Opening): Worker =>
  new Worker(new URL('./dynamodb-worker.ts', import.meta.url), {
    workerData: opening,
    // Flags of this process (a test runner's, an --eval's) are none of its business.
    execArgv: [],
    // The data is on disk: a heap that is left to grow would only put off collecting what is done with.
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: opening.path === null ? 2048 : 256 },
  });

const reuseThread = (opening: Opening): Worker | undefined => {
  const worker = opening.path === null ? idle.pop() : undefined;
  worker?.removeAllListeners('error').removeAllListeners('exit');
  worker?.ref();
  worker?.postMessage({ open: opening } satisfies ThreadMessage);
  return worker;
};

/** What the thread says that is `wanted`; answers to requests that nobody waits for any more may come before it. */
const said = <T>(worker: Worker, wanted: (message: unknown) => message is T): Promise<T> =>
  new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!wanted(message)) return;
      worker.off('message', hear);
      resolve(message);
    };
    worker.on('message', hear);
  });

const isOpened = (message: unknown): message is { readonly url: string } =>
  typeof message === 'object' && message !== null && 'url' in message;
const isClosed = (message: unknown): message is 'closed' => message === 'closed';

/** The thread, once its database listens. @throws DatabaseUnusable when its files cannot be opened */
const openThread = async (opening: Opening): Promise<{ readonly worker: Worker; readonly url: string }> => {
  const worker = reuseThread(opening) ?? startThread(opening);
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', (error) => reject(new DatabaseUnusable(opening.path, error)));
  });
  const { url } = await Promise.race([said(worker, isOpened), failed]);
  worker.removeAllListeners('error');
  return { worker, url };
};

/** What was in memory is gone, and its thread is kept; files are closed with their thread. */
const endThread = async (worker: Worker, path: string | null, exited: Promise<'exited'>): Promise<void> => {
  worker.postMessage((path === null ? 'close' : 'stop') satisfies ThreadMessage);
  const over = path === null ? await Promise.race([said(worker, isClosed), exited]) : await exited;
  if (over === 'exited') return;
  const forget = (): void => {
    const place = idle.indexOf(worker);
    if (place >= 0) idle.splice(place, 1);
  };
  worker.removeAllListeners('error').removeAllListeners('exit');
  worker.once('error', forget);
  worker.once('exit', forget);
  worker.unref();
  idle.push(worker);
};

/**
 * Starts the built-in database in a thread of its own, so that it has a core of its own.
 * @throws DatabaseUnusable when its files cannot be opened
 */
export const startDatabase = async (path: string | null, port = 0): Promise<LocalDatabase> => {
  if (path !== null) mkdirSync(path, { recursive: true });
  const outage = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const { worker, url } = await openThread({ path, port, outage });
  // From the beginning: a thread that has died by itself is not waited for at the end.
  const exited = new Promise<'exited'>((resolve) => worker.once('exit', () => resolve('exited')));
  const { ask, end } = askThread(worker);
  const isWell = () => Atomics.load(outage, 0) === DATABASE_MODES.ok;
  const endShortcut = takeShortcut(url, (request) => (isWell() ? ask(request) : undefined));
  worker.on('error', (error) => console.error('the database stopped:', error));
  return {
    url,
    setOutage: (mode, operations) => {
      Atomics.store(outage, 1, DATABASE_OPERATIONS[operations]);
      Atomics.store(outage, 0, mode === 'error' || mode === 'timeout' ? DATABASE_MODES[mode] : DATABASE_MODES.ok);
    },
    stop: async () => {
      endShortcut();
      end();
      await endThread(worker, path, exited);
    },
  };
};

/** Creates the tables that are not there yet, and waits until all can be used. */
export const ensureTables = async (
  client: DynamoDBClient,
  tables: readonly CreateTableCommandInput[],
): Promise<void> => {
  for (const table of tables) {
    try {
      await client.send(new CreateTableCommand(table));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    await untilActive(client, table.TableName as string);
  }
};

const untilActive = async (client: DynamoDBClient, name: string): Promise<void> => {
  for (let look = 0; look < ACTIVE_LOOKS_MAX; look += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the table ${name} does not become active`);
};
