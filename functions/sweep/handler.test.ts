import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshId } from '../../shared/data/fixtures/database.ts';
import { declareCommand, later, run } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { declared, invocation, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { incidentCommands } from '../../shared/runtime/incident-commands.ts';
import { sweep } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const nothing = { receive: async () => [], send: async () => {} };
const run_ = (seconds: number, ingest: object = { queue: nothing }, more: object = {}) =>
  sweep({ ...stores, ingest, ...more } as never, {}, invocation(later(seconds)));
const startedFor = (id: string) =>
  stores.started.filter(({ input }) => input['incidentId'] === id).map(({ name }) => name.replace(`${id}-`, ''));

it('takes over what is overdue by more than 45 s, once, and leaves the rest', async () => {
  const { incidentId } = await declared(stores);
  await stores.pages.begin(pageOf(incidentId));
  expect(await run_(45)).toMatchObject({ takenOver: 0, failed: 0 });
  expect(await run_(46)).toMatchObject({ takenOver: 2, failed: 0, lagSeconds: 46 });
  expect(startedFor(incidentId)).toEqual(expect.arrayContaining(['r1-2', 'r1.0.0.ada-2']));
  expect(await run_(47)).toMatchObject({ takenOver: 0 });
  expect(await stores.runs.get(incidentId, run(1))).toMatchObject({ baton: 2, dueAt: later(46) });
});

it('takes over once when two regions sweep at the same time', async () => {
  const { incidentId } = await declared(stores);
  const reports = await Promise.all([run_(1000), run_(1000)]);
  expect(startedFor(incidentId).filter((name) => name === 'r1-2')).toHaveLength(1);
  expect(reports.every(({ failed }) => failed === 0)).toBe(true);
});

it('does the effects of commits again that were not done, when their function has had its time', async () => {
  const incidentId = freshId() as IncidentId;
  const down = { publish: async () => Promise.reject(new Error('down')) };
  await incidentCommands({ ...stores.commandDeps, bus: down }).execute(
    incidentId,
    declareCommand({ incidentId, at: later(2000) }),
  );
  expect((await run_(2020)).redone).toBe(0);
  expect((await run_(2021)).redone).toBe(1);
  expect((await run_(2022)).redone).toBe(0);
});

it('takes alerts in from the queue, keeps what it could not, and drops what has no key', async () => {
  const done: string[] = [];
  const message = (dedupKey: string, keyHash = 'known') => ({
    spilled: { keyHash, alert: { dedupKey }, at: later(0) },
    done: async () => void done.push(dedupKey),
  });
  const reads = [[message('a'), message('broken'), message('b')], [message('c', 'unknown')], []];
  const ingest = {
    queue: { receive: async () => reads.shift() ?? [] },
    directory: { integration: async (hash: string) => (hash === 'known' ? { id: 'demo' } : undefined) },
    takeIn: async (_by: unknown, { dedupKey }: { dedupKey: string }) =>
      dedupKey === 'broken' ? Promise.reject(new Error('x')) : undefined,
  };
  expect(await run_(0, ingest)).toMatchObject({ takenIn: 3, failed: 1 });
  expect(done).toEqual(['a', 'b', 'c']);
});

it('goes on when one thing fails, and when the queue is not there', async () => {
  const { incidentId } = await declared(stores);
  const other = await declared(stores);
  const machines = {
    start: async (_machine: string, name: string) =>
      name.startsWith(incidentId) ? Promise.reject(new Error('x')) : undefined,
  };
  const ingest = { queue: { receive: () => Promise.reject(new Error('down')) } };
  const report = await run_(5000, ingest, { machines });
  expect(report.failed).toBe(2);
  expect(await stores.runs.get(other.incidentId, run(1))).toMatchObject({ baton: 2 });
  // What was handed to nobody comes up again.
  expect((await run_(5046)).takenOver).toBeGreaterThanOrEqual(1);
});
