import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFunctions } from '../build/build-functions.ts';
import { FUNCTIONS_FOLDER, type Manifest, readManifest } from '../manifest.ts';
import { zipOf } from './zip.ts';

/** Packs every function that was bundled into `folder` for Lambda, as `<name>.zip`. */
export const zipFunctions = async (folder: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const body = await readFile(join(folder, name, 'handler.js'));
    await writeFile(join(folder, `${name}.zip`), zipOf([{ name: 'handler.js', body }]));
  }
};

/** Bundles every function of the manifest into `folder`, and packs each for Lambda as `<name>.zip`. */
export const makeArtifacts = async (folder: string): Promise<readonly string[]> => {
  const weights = await buildFunctions(await readManifest(), FUNCTIONS_FOLDER, folder);
  const names = weights.map(({ bundle }) => bundle.name);
  await zipFunctions(folder, names);
  return names;
};

/** A zip for every function that does nothing: where what is deployed does not matter, and that it is there does. */
export const makeEmptyArtifacts = async (manifest: Manifest, folder: string): Promise<void> => {
  const zip = zipOf([{ name: 'handler.js', body: Buffer.from('exports.handler = async () => {};\n') }]);
  for (const name of Object.keys(manifest.functions)) await writeFile(join(folder, `${name}.zip`), zip);
};
