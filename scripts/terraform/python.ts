import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const output = (command: string, ...args: readonly string[]): string | undefined => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
};

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

/** The Python that a command was installed into: the one that its first line names. */
const interpreterOf = (script: string | undefined): string | undefined => {
  if (!script || !existsSync(script)) return undefined;
  return /^#!\s*(\S*python\S*)/.exec(readFileSync(script, 'utf8').slice(0, 200))?.[1];
};

const hasMoto = (python: string): boolean =>
  output(python, '-c', 'import importlib.util as u; print(bool(u.find_spec("moto") and u.find_spec("flask")))') ===
  'True';

/** A Python that has moto and its server: the one on the PATH, or the one behind `moto_server`. Undefined: there is none. */
export const findPython = (): string | undefined => {
  const behind = () => interpreterOf(onPath('moto_server')) ?? interpreterOf(output('pyenv', 'which', 'moto_server'));
  const candidates: readonly (() => string | undefined)[] = [() => 'python3', () => 'python', behind];
  for (const candidate of candidates) {
    const python = candidate();
    if (python && hasMoto(python)) return python;
  }
  return undefined;
};
