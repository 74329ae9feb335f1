import { expect, it } from 'vitest';
import { impurity } from './impurity.ts';
import { findingsIn, parseSource, productSources } from './source-files.ts';

it('keeps the clock, chance, the environment and the network out of the domain', async () => {
  const sources = await productSources('shared/domain');
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.flatMap((source) => findingsIn(source, impurity))).toEqual([]);
});

it.each([
  ['Date.now()', 'Date.now'],
  ['new Date()', 'new Date()'],
  ['new Date', 'new Date()'],
  ['Date()', 'Date()'],
  ['Math.random()', 'Math.random'],
  ['const pick = Math.random', 'Math.random'],
  ['Temporal.Now.instant()', 'Temporal.Now'],
  ['process.env.HOME', 'process'],
  ['const { env } = process', 'process'],
  ['fetch("https://example.com")', 'fetch'],
  ['get(fetch)', 'fetch'],
  ['const outside = { fetch }', 'fetch'],
  ['const outside = () => { return process; }', 'process'],
  ['Promise.resolve(1)', 'Promise'],
  ['const load = async () => 1', 'async'],
  ['crypto.randomUUID()', 'crypto'],
])('finds %s', (text, what) => {
  expect(findingsIn(parseSource(text), impurity)).toContain(`source.ts:1: ${what}`);
});

it.each([
  '// Date.now() in a comment',
  'const text = "await Date.now()"',
  'const at = new Date("2026-01-01T00:00:00Z")',
  'const made = { process: 1, fetch: 2 }; made.process; made.fetch;',
  'type Handler = () => Promise<void>',
  'interface Step { process: string; fetch(): void }',
  'const { process: done } = step',
  'Math.max(1, 2)',
])('finds nothing in %s', (text) => {
  expect(findingsIn(parseSource(text), impurity)).toEqual([]);
});
