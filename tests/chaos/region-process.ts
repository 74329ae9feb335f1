import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ClockAnchor } from '../../scripts/local/clock-anchor.ts';
import { type Instant, toEpochMs } from '../../shared/lib/instant.ts';
import type { CrashPoint } from './crash-hook.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NODE = join(ROOT, 'node_modules/.bin/node');
const HOOK = fileURLToPath(new URL('./crash-hook.ts', import.meta.url));
/** Real time; only there to end what hangs. */
const ANSWER_MS_MAX = 50_000;
const PORTS_TRIED_MAX = 50;
const OUTPUT_KEPT = 40;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the product answers; each test says what it expects.
  readonly body: any;
}

/** The product as people run it: `node scripts/start.ts`, a process of its own, on a clock that stands still. */
export interface RegionProcess {
  readonly url: string;
  /** Resolves when the process is gone, with the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
  isAlive(): boolean;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** Moves its clock on and waits until all that was to happen until then has happened. */
  advance(seconds: number): Promise<void>;
  now(): Promise<Instant>;
  /** SIGKILL: it has no chance to do anything. */
  kill(): Promise<void>;
}

export interface RegionProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly crashAt?: CrashPoint | undefined;
}

/** The file that says that the crash point was reached. */
export const crashMark = (dataDir: string): string => join(dataDir, 'crashed');

export const hasCrashed = (dataDir: string): boolean => existsSync(crashMark(dataDir));

/** Starts the product and waits until it serves. @throws Error with what it printed when it does not. */
export const startRegionProcess = async (options: RegionProcessOptions): Promise<RegionProcess> => {
  const { dataDir, port, crashAt } = options;
  const hook = crashAt ? { CRASH_AT: JSON.stringify(crashAt), CRASH_MARK: crashMark(dataDir) } : {};
  const child = spawn(NODE, ['--import', HOOK, 'scripts/start.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PD_DATA_DIR: dataDir,
      PD_CLOCK_SPEED: '0',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      SLACK_BOT_TOKEN: '',
      ...options.env,
      ...hook,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const url = await ready(child, 'pd-lite ready ');
  return {
    url,
    gone,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    get: (path) => call(url + path, {}),
    post: (path, body) => call(url + path, { method: 'POST', body: JSON.stringify(body) }),
    advance: async (seconds) => {
      const { status, body } = await call(`${url}/sandbox/clock`, {
        method: 'POST',
        body: JSON.stringify({ advanceSeconds: seconds }),
      });
      if (status !== 200) throw new Error(`the clock was not moved: ${status} ${JSON.stringify(body)}`);
    },
    now: async () => (await call(`${url}/sandbox/clock`, {})).body.now as Instant,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** A database in a process of its own, which no region takes down with it; in memory, or what a region has kept. */
export const startDatabaseProcess = async (path?: string): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const script = ['scripts/local/database.ts', ...(path === undefined ? [] : ['--path', path])];
  const child = spawn(NODE, script, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const url = await ready(child, '');
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

/** Time went on while a region on a standing clock was dead: it wakes up to this. */
export const moveStoredClock = async (dataDir: string, to: Instant): Promise<void> => {
  const database = await startDatabaseProcess(join(dataDir, 'dynamodb'));
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };
  const client = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials });
  await new ClockAnchor(client, 'pd-lite').moved(toEpochMs(to));
  client.destroy();
  await database.stop();
};

/**
 * A port that is free now and that no outgoing connection is given while the product is dead: below the range that
 * systems take those from.
 */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < PORTS_TRIED_MAX; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error('no port is free');
};

/** Reads what the process prints up to the line that begins so; answers the address in it. */
const ready = (child: ChildProcess, start: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const output: string[] = [];
    const note = (line: string): void => {
      output.push(line);
      if (output.length > OUTPUT_KEPT) output.shift();
      if (line.startsWith(`${start}http://`)) resolve(line.slice(start.length).trim());
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', note);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`the process ended (${code ?? signal}) before it was ready:\n${output.join('\n')}`));
    });
  });

const call = async (url: string, init: RequestInit): Promise<Answer> => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer demo' };
  const answer = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
};
