import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/manifest.ts';

/** `${each.key}-errors` and `<function>-errors` are the same family. */
const family = (name: string): string => name.replaceAll(/\$\{[^}]*\}|<[^>]*>/g, '*');

/** Alarms of one resource by the keys of a map, which its name does not show. */
const OF_A_MAP = '*';

const alarmsOf = (text: string): string[] => {
  const named = [...text.matchAll(/^\s*alarm_name\s*=\s*"(?:\$\{(?:local|var)\.name\}-)?([^"]+)"/gm)].map(
    ([, name = '']) => family(name),
  );
  if (!named.includes(OF_A_MAP)) return named;
  // Single ones are keys of the map; families are comprehensions over queues and state machines.
  const keys = [...text.matchAll(/^ {6}([a-z][a-z-]+) = \{$/gm)].map(([, key = '']) => key);
  const families = [...text.matchAll(/\{ for \w+ in [^:]+: "([^"]+)" => \{$/gm)].map(([, name = '']) => family(name));
  return [...named.filter((name) => name !== OF_A_MAP), ...keys, ...families];
};

const alarms = async (): Promise<string[]> => {
  const found: string[] = [];
  for await (const file of glob('terraform/**/*.tf', { cwd: ROOT }))
    found.push(...alarmsOf(await readFile(join(ROOT, file), 'utf8')));
  return found.sort();
};

it('the runbook says of every alarm what to do, and of none that is not there', async () => {
  const runbook = await readFile(join(ROOT, 'docs/runbook.md'), 'utf8');
  const told = [...runbook.matchAll(/^### `([^`]+)`$/gm)].map(([, name = '']) => family(name));
  const there = await alarms();
  expect(there).toEqual(expect.arrayContaining(['sweep-lags', '*-errors', '*-dead', '*-fails', '*-stopped']));
  expect(told.sort()).toEqual(there);
});
