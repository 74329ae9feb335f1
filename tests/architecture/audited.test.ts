import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { triggersOf } from '../../scripts/local/manifest.ts';
import { FUNCTIONS_FOLDER, readManifest } from '../../scripts/manifest.ts';

const manifest = await readManifest();
/** The log of an incident is its own audit, and a drill is an incident. */
const isOfIncidents = (path: string): boolean => /^\/v1\/incidents\b|\/drills$/.test(path);

const changing = triggersOf(manifest, 'http')
  .filter(({ trigger }) => trigger.role !== 'public' && trigger.method !== 'GET' && !isOfIncidents(trigger.path))
  .map(({ name }) => name);

it('knows the functions that change the configuration', () => {
  expect(changing).toContain('update-policy');
  expect(changing.length).toBeGreaterThan(20);
});

it.each(changing)('%s tells the audit what it changed', (name) => {
  const code = readFileSync(join(FUNCTIONS_FOLDER, name, 'handler.ts'), 'utf8');
  expect(code).toMatch(/export const handler = http\(audited\(\w+\), /);
  expect(manifest.functions[name]?.access).toContain('events:put');
});
