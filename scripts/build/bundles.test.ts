import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FUNCTIONS_FOLDER, readManifest } from '../manifest.ts';
import { type Weighed, weightTable } from './budget.ts';
import { buildFunctions } from './build-functions.ts';
import { loadBundles } from './load-bundles.ts';

let folder: string;
let weights: Weighed[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pd-lite-bundles-'));
  weights = await buildFunctions(await readManifest(), FUNCTIONS_FOLDER, folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps every function within the budget of its kind', () => {
  const over = weights.filter((weighed) => weighed.over);
  expect(
    over.map(({ bundle }) => bundle.name),
    weightTable(over),
  ).toEqual([]);
});

it('makes a module of every function that Node loads, with a handler', async () => {
  const files = weights.map(({ bundle }) => bundle.file);
  expect(await loadBundles(files)).toEqual(Object.fromEntries(files.map((file) => [file, 'function'])));
});
