import { join } from 'node:path';
import type { Manifest } from '../manifest.ts';
import { type Weighed, weigh } from './budget.ts';
import { bundleFunctions } from './bundle.ts';

/** Bundles every function of the manifest from its folder under `functionsFolder`, and weighs each. */
export const buildFunctions = async (
  manifest: Manifest,
  functionsFolder: string,
  outputFolder: string,
): Promise<Weighed[]> => {
  const names = Object.keys(manifest.functions);
  const entries = Object.fromEntries(names.map((name) => [name, join(functionsFolder, name, 'handler.ts')]));
  const bundles = await bundleFunctions(entries, outputFolder);
  return bundles.map((bundle) => {
    const entry = manifest.functions[bundle.name];
    if (entry === undefined) throw new Error(`${bundle.name} is not in the manifest`);
    return weigh(bundle, entry.kind);
  });
};
