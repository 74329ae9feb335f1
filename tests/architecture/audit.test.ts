import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../scripts/manifest.ts';
import { ADA, later, run } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptOf, declared, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { request } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { configurationChanged } from '../../shared/runtime/http/audited.ts';
import { empty } from '../../shared/runtime/http/response.ts';

const REGION = join(ROOT, 'terraform', 'modules', 'region');
const QUERIES = join(REGION, 'queries');
const terraform = readFileSync(join(REGION, 'audit-questions.tf'), 'utf8');

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const allIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Every type of event that the code publishes: what can happen to an incident, and what is told besides. */
const published = (): string[] => [
  ...allIn(
    textOf('shared/domain/incident/events.ts').replace(/^[\s\S]*interface Body/, ''),
    /^ {2}(\w+): (?:\{|Record)/gm,
  ),
  ...[
    'shared/runtime/incident-commands.ts',
    'shared/runtime/http/audited.ts',
    'functions/ingest-change/handler.ts',
  ].flatMap((file) => allIn(textOf(file), /type: '(\w+)',\s+detail\b/g)),
];

let stores: TestStores;
/** The details of what the product itself publishes, by type. */
const details = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
  const { incidentId } = await declared(stores);
  const by = ADA;
  const does = (command: object) => stores.commands.execute(incidentId, { by, at: later(5), ...command } as never);
  await does({ type: 'Escalate', runId: run(2), reason: null });
  await does({ type: 'Acknowledge' });
  await does({ type: 'Resolve', summary: null });
  await does({ type: 'Reopen', runId: run(3), reason: null });
  const page = pageOf(incidentId);
  await stores.commands.tellAttempts(page, [attemptOf(page)]);
  const changed = configurationChanged(request({ name: 'Platform' }), empty());
  for (const { type, detail } of [...stores.published, changed]) details.set(type, JSON.parse(JSON.stringify(detail)));
});
afterAll(() => stores.database.stop());

const isOfIncident = (type: string): boolean => details.get(type)?.['event'] !== undefined;

const has = (detail: unknown, path: string): boolean =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown[]>(
      (found, key) => found.flatMap((one) => (isObject(one) && key in one ? [one[key]] : [])),
      [detail],
    ).length === 1;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

it('knows every type of event that is published, and no other', () => {
  const known = allIn(/audit_types = \[([^\]]*)\]/.exec(terraform)?.[1] ?? '', /"(\w+)"/g);
  expect(known).toEqual(published().sort());
});

it.each(readdirSync(QUERIES))('%s asks events for what they have', (file) => {
  const sql = readFileSync(join(QUERIES, file), 'utf8');
  const ofIncidents = [...details.keys()].filter(isOfIncident);
  const named = allIn(/type IN \(([^)]*)\)/.exec(sql)?.[1] ?? '', /'(\w+)'/g);
  const ofPages = allIn(sql, /type = '(\w+)'/g).filter((type) => !isOfIncident(type));
  const missing = allIn(sql, /'(\$\.[\w.]+)'/g).flatMap((path) => {
    const isEvents = path.startsWith('$.event') || ofPages.length === 0;
    const types = isEvents ? (named.length > 0 ? named : ofIncidents) : ofPages;
    return types.filter((type) => !has(details.get(type), path)).map((type) => `${type} has no ${path}`);
  });
  expect(missing).toEqual([]);
  expect(sql).toContain('LIMIT');
});
