import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Weighed } from '../build/budget.ts';
import { buildFunctions } from '../build/build-functions.ts';
import { FUNCTIONS_FOLDER, type Kind, readManifest } from '../manifest.ts';
import { median } from './figures.ts';

/** How long Node takes to load the heaviest bundle of a kind, beside an empty module in the same run. */
export interface ColdInit {
  readonly kind: Kind;
  readonly name: string;
  readonly kB: number;
  readonly budget_kB: number;
  readonly init_ms: number;
  readonly to_empty: number;
}

export interface Bundles {
  readonly weights: readonly Weighed[];
  readonly empty_ms: number;
  readonly inits: readonly ColdInit[];
}

/** What a module leaves running is not waited for. */
const SCRIPT = `const began = performance.now(); require(process.argv[1]); const took = performance.now() - began;
process.stdout.write(String(took), () => process.exit(0));`;

const INIT_MS_MAX = 30_000;

/** Milliseconds that a fresh Node process takes to load a module. */
export const initOf = async (file: string): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', SCRIPT, file], {
    timeout: INIT_MS_MAX,
    env: { PATH: process.env['PATH'], AWS_REGION: 'us-east-1', PD_REGION: 'us-east-1' },
  });
  return Number(stdout.trim().split('\n').at(-1));
};

/** Builds all functions, and loads the heaviest of each kind in fresh processes, in turn with an empty module. */
export const measureBundles = async (times: number): Promise<Bundles> => {
  const folder = await mkdtemp(join(tmpdir(), 'pd-lite-bench-bundles-'));
  try {
    const weights = await buildFunctions(await readManifest(), FUNCTIONS_FOLDER, folder);
    const empty = join(folder, 'empty.js');
    await writeFile(empty, 'exports.handler = async () => {};\n');
    const heaviest = new Map<Kind, Weighed>();
    for (const weighed of weights) {
      const known = heaviest.get(weighed.kind);
      if (!known || known.bundle.bytes < weighed.bundle.bytes) heaviest.set(weighed.kind, weighed);
    }
    const empties: number[] = [];
    const samples = new Map<Weighed, number[]>([...heaviest.values()].map((weighed) => [weighed, []]));
    for (let round = 0; round < times; round += 1) {
      empties.push(await initOf(empty));
      for (const [{ bundle }, each] of samples) each.push(await initOf(bundle.file));
    }
    const empty_ms = median(empties);
    const inits = [...samples].map(([{ bundle, kind, budget_bytes }, each]) => ({
      kind,
      name: bundle.name,
      kB: bundle.bytes / 1000,
      budget_kB: budget_bytes / 1000,
      init_ms: median(each),
      to_empty: median(each) / empty_ms,
    }));
    return { weights, empty_ms, inits };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
