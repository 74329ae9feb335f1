import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionNameProblem, type Manifest, parseManifest, readManifest } from '../manifest.ts';
import { entryTemplate, handlerTemplate, testTemplate } from './templates.ts';

/** The manifest with one more function, in its place in the alphabet. */
const withFunction = ({ functions, stateMachines }: Manifest, name: string): Manifest => {
  const entries = Object.entries({ ...functions, [name]: entryTemplate(name) });
  return parseManifest({ functions: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), stateMachines });
};

/**
 * Makes a function: its folder with a handler and a test, and its entry in the manifest.
 *
 * @returns the files written
 * @throws Error that says why, with nothing written, when the name will not do or is taken
 */
export const createFunction = async (functionsFolder: string, name: string): Promise<string[]> => {
  const problem = functionNameProblem(name);
  if (problem !== undefined) throw new Error(problem);
  const manifestFile = join(functionsFolder, 'manifest.json');
  const manifest = await readManifest(manifestFile);
  if (manifest.functions[name] !== undefined) throw new Error(`there is a function ${name} in the manifest already`);

  const folder = join(functionsFolder, name);
  // Without `recursive`, it fails when there is such a folder: nothing of anybody's is written over.
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Error(`there is a folder ${name} already`) : error;
  });
  const files = [
    [join(folder, 'handler.ts'), handlerTemplate(name)],
    [join(folder, 'handler.test.ts'), testTemplate(name)],
    [manifestFile, `${JSON.stringify(withFunction(manifest, name), null, 2)}\n`],
  ] as const;
  for (const [file, text] of files) await writeFile(file, text);
  return files.map(([file]) => file);
};
