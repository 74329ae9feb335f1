import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.ts';

const PROGRAM = fileURLToPath(new URL('./emulator.py', import.meta.url));

export const EMULATOR_MISSING = `The AWS emulator is not on this machine. This check needs Python 3.9 or newer, and in it moto with its server:
  python3 -m venv ~/.pd-lite-moto && ~/.pd-lite-moto/bin/pip install 'moto[all,server]==5.2.1'
  PATH=~/.pd-lite-moto/bin:$PATH npm run check:apply`;

export interface Emulator {
  readonly url: string;
  /** What was asked of it that it does not know. */
  notEmulated(): string[];
  stop(): void;
}

export const isEmulatorHere = (): boolean => findPython() !== undefined;

/** @throws Error that says how to get it, where it is not on the machine. */
export const startEmulator = async (): Promise<Emulator> => {
  const python = findPython();
  if (!python) throw new Error(EMULATOR_MISSING);
  const child = spawn(python, [PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`The AWS emulator did not start:\n${errors.slice(-5).join('\n')}`)));
  });
  return {
    url,
    notEmulated: () => [...new Set(errors.filter((line) => line.startsWith('not emulated')))],
    stop: () => void child.kill(),
  };
};
