/** `npm run config -- plan|apply|export|import`: users, schedules, policies and services in one file. */
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { runConfig, type World } from './config/command.ts';

const ask = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
};

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const world: World = {
  env: process.env,
  fetch,
  isTerminal: process.stdout.isTTY === true && process.stdin.isTTY === true,
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
  now: Date.now,
  ask,
  read,
  write: (file, text) => writeFile(file, text),
};

process.exitCode = await runConfig(world, process.argv.slice(2));
