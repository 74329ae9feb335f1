import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HttpClient } from './http-client.ts';
import type { ProcessStats } from './probe.ts';

const START = fileURLToPath(new URL('../start.ts', import.meta.url));
const PROBE = new URL('./probe.ts', import.meta.url).href;
const READY_MS_MAX = 60_000;

export interface RegionProcess {
  readonly url: string;
  readonly client: HttpClient;
  /** From the fork to the line that says it is ready. */
  readonly ready_ms: number;
  /** What it said on stderr, and how often. */
  readonly complaints: ReadonlyMap<string, number>;
  /** What the process used since the last time this was asked. */
  stats(): Promise<ProcessStats>;
  stop(): Promise<void>;
}

export interface RegionProcessOptions {
  /** What to run instead of `npm start`; it prints the same line when it is ready. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether there is the sandbox's Slack: most figures are of phones, without it. */
  readonly slack?: boolean;
  /** Further options for node, e.g. `--cpu-prof`. */
  readonly execArgv?: readonly string[];
  /** Hears what the process sends on its IPC channel, from its beginning. */
  readonly onMessage?: (message: unknown) => void;
}

const COMPLAINT_LENGTH_MAX = 120;

/** Counts what a process says on stderr: log lines by their code, anything else by its beginning. */
const listenForComplaints = (child: ChildProcess): Map<string, number> => {
  const complaints = new Map<string, number>();
  if (!child.stderr) return complaints;
  createInterface({ input: child.stderr }).on('line', (line) => {
    const name = /"code":"([^"]+)"/.exec(line)?.[1] ?? line.trim().slice(0, COMPLAINT_LENGTH_MAX);
    if (name) complaints.set(name, (complaints.get(name) ?? 0) + 1);
  });
  return complaints;
};

const urlOf = (child: ChildProcess): Promise<string> => {
  let said = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${READY_MS_MAX} ms`)), READY_MS_MAX);
    child.once('exit', (code) => reject(new Error(`the region ended with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      const url = /pd-lite ready (\S+)/.exec(said)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
};

/** Starts a laptop region as a process of its own, on a port and a data directory of its own. */
export const startRegionProcess = async (options: RegionProcessOptions = {}): Promise<RegionProcess> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pd-lite-bench-'));
  const began = performance.now();
  const child = fork(options.script ?? START, {
    execArgv: ['--import', PROBE, ...(options.execArgv ?? [])],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      PD_SOCKETS_ONLY: process.env['PD_SOCKETS_ONLY'] ?? '',
      PD_DATA_DIR: dataDir,
      ...(options.slack ? {} : { SLACK_BOT_TOKEN: '' }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  if (options.onMessage) child.on('message', options.onMessage);
  const complaints = listenForComplaints(child);
  const url = await urlOf(child);
  const ready_ms = performance.now() - began;
  const client = new HttpClient(url);
  return {
    url,
    client,
    ready_ms,
    complaints,
    stats: () =>
      new Promise((resolve) => {
        const listen = (message: { type?: string; stats?: ProcessStats }) => {
          if (message.type !== 'stats' || !message.stats) return;
          child.off('message', listen as never);
          resolve(message.stats);
        };
        child.on('message', listen as never);
        child.send('stats');
      }),
    stop: async () => {
      const exited = once(child, 'exit');
      client.close();
      child.kill('SIGTERM');
      // The region waits for what is in flight; a second signal ends it at once.
      const insist = setTimeout(() => child.kill('SIGTERM'), 3000);
      await exited;
      clearTimeout(insist);
      process.off('exit', kill);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
