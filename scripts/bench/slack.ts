import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildFunctions } from '../build/build-functions.ts';
import { FUNCTIONS_FOLDER, readManifest } from '../manifest.ts';
import { initOf } from './bundles.ts';
import { median, type Summary, summary } from './figures.ts';
import type { RegionProcess } from './region-process.ts';

const BOLT_APP = fileURLToPath(new URL('./bolt-app.ts', import.meta.url));
const WARM_UP = 30;
/** Nobody types faster; the worker is done by then. */
const BETWEEN_MS = 30;

/**
 * `/incident <text>`, typed by a person in the sandbox's workspace, one after another: from there to the entrance's
 * acknowledgement and back, so with what Slack itself would take on top.
 */
export const commandTimes = async ({ client }: RegionProcess, text: string, times: number): Promise<Summary> => {
  const samples: number[] = [];
  for (let round = 0; round < WARM_UP + times; round += 1) {
    const began = performance.now();
    const { body } = await client.post('/sandbox/slack/command', { command: '/incident', text, user: 'U0ADA' });
    const took_ms = performance.now() - began;
    const { status } = JSON.parse(body) as { status: number };
    if (status !== 200) throw new Error(`/incident ${text} was answered with ${status}`);
    if (round >= WARM_UP) samples.push(took_ms);
    await pause(BETWEEN_MS);
  }
  return summary(samples);
};

/** A bundle, and how long Node takes to load it. */
export interface Loaded {
  readonly name: string;
  readonly kB: number;
  readonly init_ms: number;
}

/** The entrances, and one command with Bolt: bundled, and loaded in fresh processes in turn. */
export const entrancesAndBolt = async (times: number): Promise<{ entrances: Loaded[]; bolt: Loaded }> => {
  const folder = await mkdtemp(join(tmpdir(), 'pd-lite-bench-slack-'));
  try {
    const { functions } = await readManifest();
    const edges = Object.fromEntries(Object.entries(functions).filter(([, { kind }]) => kind === 'edge'));
    const weighed = await buildFunctions({ functions: edges, stateMachines: [] }, FUNCTIONS_FOLDER, folder);
    const file = join(folder, 'bolt.js');
    const options = { bundle: true, platform: 'node', minify: true, metafile: true, logLevel: 'error' } as const;
    const { metafile } = await build({ ...options, entryPoints: [BOLT_APP], outfile: file });
    const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
    const all = [...weighed.map(({ bundle }) => bundle), { name: 'Bolt, one command', file, bytes }];
    const samples = new Map<string, number[]>(all.map(({ name }) => [name, []]));
    for (let round = 0; round < times; round += 1) {
      for (const one of all) samples.get(one.name)?.push(await initOf(one.file));
    }
    const loaded = all.map((one) => ({
      name: one.name,
      kB: one.bytes / 1000,
      init_ms: median(samples.get(one.name) ?? []),
    }));
    return { entrances: loaded.slice(0, -1), bolt: loaded.at(-1) as Loaded };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
