import { afterEach, expect, it } from 'vitest';
import { startTestRegion, type TestRegion } from './test-region.ts';

let region: TestRegion;
afterEach(() => region.stop());

const startWith = async (source: string, everySeconds = 60) => {
  region = await startTestRegion({
    functions: { tick: { triggers: [{ type: 'schedule', everySeconds }], timeoutSeconds: 600, source } },
  });
  return Date.parse(region.clock.now());
};

it('runs a scheduled function at the start, and then in its rhythm', async () => {
  const start = await startWith(
    'export const handler = async (event: any) => { (globalThis as any).seen.push(event); };',
  );
  await region.advance(150);
  const seconds = (ms: number) => new Date(start + ms).toISOString().replace(/\.\d+Z/, 'Z');
  expect(region.seen().map((event) => (event as { time: string }).time)).toEqual([0, 60_000, 120_000].map(seconds));
  expect(region.seen()[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
});

it('does not start a function a second time while it runs', async () => {
  await startWith(`import { clock } from '${new URL('../../shared/runtime/clock.ts', import.meta.url).href}';
    export const handler = async () => {
      (globalThis as any).seen.push('begin'); await clock().sleep(150_000); (globalThis as any).seen.push('end'); };`);
  await region.advance(149);
  expect(region.seen()).toEqual(['begin']);
  await region.advance(31);
  expect(region.seen()).toEqual(['begin', 'end', 'begin']);
});

it('goes on after a run that failed', async () => {
  await startWith(
    'export const handler = async () => { (globalThis as any).seen.push("run"); throw new Error("once"); };',
  );
  await region.advance(60);
  expect(region.seen()).toEqual(['run', 'run']);
});
