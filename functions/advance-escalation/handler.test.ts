import { afterAll, beforeAll, expect, it } from 'vitest';
import { level, user } from '../../shared/domain/escalation/fixtures/directory.ts';
import { ADA, later, run } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { declared, invocation } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { advanceEscalation } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

/** An incident that nobody has been paged for. */
const begin = async (more: Parameters<typeof declared>[1] = {}) => {
  const { incidentId } = await declared(stores, more);
  const deps = { ...stores, region: 'us-east-1' };
  const advance = (seconds: number, baton = 1) =>
    advanceEscalation(deps, { incidentId, runId: run(1), baton }, invocation(later(seconds)));
  return { incidentId, advance };
};

const pagesOf = async (id: IncidentId) => (await stores.pages.of(id, 'r')).map(({ pageId }) => pageId);
const runOf = async (id: IncidentId) => stores.runs.get(id, run(1));

it('pages the first level, then the next after its time, then tells the fallback', async () => {
  const { incidentId, advance } = await begin();
  expect(await advance(0)).toEqual({ action: 'wait', until: later(300) });
  expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada']);
  expect(await advance(100)).toEqual({ action: 'wait', until: later(300) });
  expect(await advance(300)).toEqual({ action: 'wait', until: later(600) });
  expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r1.0.1.ben']);
  expect(await advance(600)).toEqual({ action: 'over', why: 'it is exhausted, told Boss' });
  expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r1.0.1.ben', 'r1.fallback.boss']);
  expect((await stores.incidents.load(incidentId)).incident).toMatchObject({ status: 'triggered', exhausted: true });
  expect(await runOf(incidentId)).toMatchObject({ status: 'over', reached: [{ level: 0 }, { level: 1 }] });
  expect(
    stores.started.filter(({ machine, input }) => machine === 'paging' && input['incidentId'] === incidentId),
  ).toHaveLength(3);
});

it('is over as soon as somebody has answered, and says who', async () => {
  const { incidentId, advance } = await begin();
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(5) });
  expect(await advance(0)).toEqual({ action: 'over', why: `acknowledged by Ada Park at ${later(5)}` });
  expect(await pagesOf(incidentId)).toEqual([]);
  expect(await runOf(incidentId)).toMatchObject({ status: 'over' });
});

it('does nothing with an old baton', async () => {
  const { incidentId, advance } = await begin();
  expect(await advance(0, 0)).toMatchObject({ action: 'over', why: 'another execution drives this run' });
  expect(await pagesOf(incidentId)).toEqual([]);
});

it('begins no page twice when two drive it at once', async () => {
  const { incidentId, advance } = await begin();
  await Promise.all([advance(0), advance(0)]);
  expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada']);
  expect((await runOf(incidentId))?.reached).toHaveLength(1);
});

it('passes over a level where nobody is, at once, and tells the fallback at once when there is nobody at all', async () => {
  const nobody = [level(user('gone')), level()];
  const { incidentId, advance } = await begin({ levels: nobody });
  expect(await advance(0)).toMatchObject({ action: 'over', why: 'it is exhausted, told Boss' });
  expect((await stores.pages.of(incidentId, 'r1.fallback.'))[0]).toMatchObject({
    exhausted: { why: 'nobody-to-page' },
  });
  expect((await runOf(incidentId))?.reached.map(({ skipped }) => skipped.length)).toEqual([1, 1]);
});

it('says that there was nobody to tell, either', async () => {
  const { advance } = await begin({ levels: [], fallback: [] });
  expect(await advance(0)).toEqual({ action: 'over', why: 'it is exhausted, there was no fallback contact to tell' });
});
