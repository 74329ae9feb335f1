import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/manifest.ts';
import { METRICS } from '../../shared/runtime/metrics.ts';

const text = (...patterns: string[]): string =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
const all = (where: string, pattern: RegExp): Set<string> =>
  new Set([...where.matchAll(pattern)].map(([, found = '']) => found));

const alarms = text('terraform/modules/region/alarms.tf');
const dashboard = text('terraform/observability.tf');
const code = text('shared/runtime/**/*.ts', 'functions/*/handler.ts');

const alarmed = all(alarms, /namespace = "PDLite", metric = "(\w+)"/g);
const shown = new Set([
  ...all(dashboard, /"PDLite", "(\w+)"/g),
  ...all(/own_metric = \{([\s\S]*?)\]/.exec(dashboard)?.[1] ?? '', /"(\w+)"/g),
]);
/** What CloudWatch makes of a log, without any code of ours. */
const fromLogs = all(alarms, /namespace = "PDLite"\n\s+name\s+= "(\w+)"/g);
const emitted = new Set([...Object.keys(METRICS), ...fromLogs]);

it('alarms and graphs are about metrics that there are', () => {
  expect([...alarmed, ...shown].filter((name) => !emitted.has(name))).toEqual([]);
  expect(alarmed.size).toBeGreaterThan(5);
});

it('a metric that there is has a graph, and code that measures it', () => {
  const measured = all(code, /measure\(\s*'(\w+)'/g);
  expect([...emitted].filter((name) => !shown.has(name))).toEqual([]);
  expect(Object.keys(METRICS).filter((name) => !measured.has(name))).toEqual([]);
});

it('they are looked for where the code puts them', () => {
  const own = /namespace: '(\w+)', serviceName: '([\w-]+)'/.exec(code);
  expect(own?.slice(1)).toEqual(['PDLite', 'pd-lite']);
  expect(alarms).toContain('own = { service = "pd-lite" }');
  expect(dashboard).toContain('["PDLite", name, "service", "pd-lite"]');
});
