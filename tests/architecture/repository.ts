import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FUNCTIONS_FOLDER, ROOT } from '../../scripts/manifest.ts';
import { type AslMachine, tasksOf } from './asl.ts';
import type { Repository } from './manifest-problems.ts';

const MACHINES_FOLDER = join(ROOT, 'statemachines');
const ENDING = '.asl.json';

/** An empty folder is not in a clone: no folder has no entries. */
const entriesOf = async (folder: string) =>
  readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

/** The state machines of statemachines/, by name. */
export const readMachines = async (): Promise<Map<string, AslMachine>> => {
  const files = (await entriesOf(MACHINES_FOLDER)).map(({ name }) => name).filter((name) => name.endsWith(ENDING));
  const read = async (file: string) =>
    [file.slice(0, -ENDING.length), JSON.parse(await readFile(join(MACHINES_FOLDER, file), 'utf8'))] as const;
  return new Map(await Promise.all(files.map(read)));
};

/** The repository that this file is in. */
export const readRepository = async (): Promise<Repository> => {
  const folders = (await entriesOf(FUNCTIONS_FOLDER)).filter((entry) => entry.isDirectory());
  const files = async ({ name }: { name: string }) => {
    const inside = await entriesOf(join(FUNCTIONS_FOLDER, name));
    return [name, inside.map((file) => file.name)] as const;
  };
  const machines = await readMachines();
  return {
    folders: new Map(await Promise.all(folders.map(files))),
    machines: new Map([...machines].map(([name, machine]) => [name, tasksOf(machine)])),
  };
};
