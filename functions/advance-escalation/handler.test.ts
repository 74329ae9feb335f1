import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../shared/data/fixtures/database.ts';
import { level, named, person, policy, user } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { IncidentCommand } from '../../shared/domain/incident/commands.ts';
import { ADA, declareCommand, later, POLICY, run, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IncidentId, RunId, SlackUserId } from '../../shared/lib/ids.ts';
import { declared, invocation } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { incidentCommands } from '../../shared/runtime/incident-commands.ts';
import { advanceEscalation } from './handler.ts';

const CLEO = 'U0CLEO' as SlackUserId;

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

describe('people who are asked for by name', () => {
  const ben = named(user('ben'), 'Ben');
  const cleo = named(user('cleo'), 'Cleo');

  const begun = async (...commands: readonly IncidentCommand[]) => {
    await stores.directory.putUser(person('cleo', { rules: [{ channel: 'slack', to: CLEO, delaySeconds: 0 }] }));
    const { incidentId } = await declared(stores);
    for (const command of commands) await stores.commands.execute(incidentId, command);
    return scene(incidentId);
  };
  const declaredWith = async (more: Parameters<typeof declareCommand>[0]) => {
    await begun();
    const id = freshId() as IncidentId;
    await stores.directory.putPolicy(policy([level(user('ada')), level(user('ben'))], { id: POLICY }));
    await stores.commands.execute(id, declareCommand({ incidentId: id, ...more }));
    return scene(id);
  };
  const scene = (incidentId: IncidentId) => ({
    incidentId,
    advance: (runId: RunId, seconds: number) =>
      advanceEscalation(
        { ...stores, region: 'us-east-1' },
        { incidentId, runId, baton: 1 },
        invocation(later(seconds)),
      ),
  });
  const escalateTo = (seconds: number, page: readonly (typeof ben)[] | null) =>
    ({ type: 'Escalate', reason: null, page, by: ADA, at: later(seconds) }) as const;

  it('are paged beside whoever is being paged, and the policy goes on behind that level', async () => {
    const { incidentId, advance } = await begun();
    await advance(run(1), 0);
    await stores.commands.execute(incidentId, escalateTo(60, [cleo]));
    expect(await advance(run(2), 60)).toEqual({ action: 'wait', until: later(360) });
    expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r2.0.0.ada', 'r2.0.0.cleo']);
    await advance(run(2), 360);
    expect(await pagesOf(incidentId)).toContain('r2.0.1.ben');
    await stores.commands.execute(incidentId, escalateTo(400, [cleo]));
    await advance(run(3), 400);
    expect(await pagesOf(incidentId)).toEqual(expect.arrayContaining(['r3.0.1.ben', 'r3.0.1.cleo']));
    expect(await pagesOf(incidentId)).not.toContain('r3.0.1.ada');
  });

  it('are paged alone and now when somebody has it, then the fallback of the policy, which stays where it stood', async () => {
    const { incidentId, advance } = await begun();
    await advance(run(1), 0);
    await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(30) });
    await stores.commands.execute(incidentId, escalateTo(60, [cleo]));
    expect(await advance(run(3), 60)).toEqual({ action: 'wait', until: later(360) });
    expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r3.0.0.cleo']);
    expect(stores.started.at(-1)).toMatchObject({
      machine: 'paging',
      input: { plan: { action: 'send', step: 0, channel: 'slack' } },
    });
    expect(await advance(run(3), 360)).toEqual({ action: 'over', why: 'it is exhausted, told Boss' });
    await stores.commands.execute(incidentId, escalateTo(400, null));
    expect(await stores.runs.get(incidentId, run(5))).toMatchObject({ policyId: POLICY, next: { level: 1 } });
    await advance(run(5), 400);
    expect(await pagesOf(incidentId)).toContain('r5.0.1.ben');
  });

  it('are paged with the first level, and the policy goes on behind it', async () => {
    const { incidentId, advance } = await declaredWith({ page: [cleo] });
    expect(await advance(run(1), 0)).toEqual({ action: 'wait', until: later(300) });
    expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r1.0.0.cleo']);
    await advance(run(1), 300);
    expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ada', 'r1.0.0.cleo', 'r1.0.1.ben']);
  });

  it('are paged where there is no policy at all, and then it says that nobody is left', async () => {
    const { incidentId, advance } = await declaredWith({ page: [ben], policyId: null, service: null });
    expect(await advance(run(1), 0)).toEqual({ action: 'wait', until: later(300) });
    expect(await advance(run(1), 300)).toEqual({
      action: 'over',
      why: 'it is exhausted, there was no fallback contact to tell',
    });
    expect(await pagesOf(incidentId)).toEqual(['r1.0.0.ben']);
    expect((await stores.incidents.load(incidentId)).incident).toMatchObject({ status: 'triggered', exhausted: true });
  });

  it('are told apart from who is not there any more: that is on record, and the fallback is told at once', async () => {
    const acknowledge = { type: 'Acknowledge', by: ADA, at: later(4) } as const;
    const { incidentId, advance } = await begun(acknowledge, escalateTo(5, [named(user('gone'), 'Gone')]));
    expect(await advance(run(3), 5)).toEqual({ action: 'over', why: 'it is exhausted, told Boss' });
    expect((await stores.runs.get(incidentId, run(3)))?.reached).toMatchObject([
      { chosen: [], skipped: [{ why: 'asked for by name (gone), who does not exist any more' }] },
    ]);
  });
});

it('tells the bus of every level and of the end; a bus that is down holds nothing up', async () => {
  const { incidentId, advance } = await begin();
  for (const seconds of [0, 300, 600]) await advance(seconds);
  const told = stores.published.filter(
    ({ type, detail }) => type === 'LevelReached' && detail['incidentId'] === incidentId,
  );
  expect(told).toHaveLength(3);
  const down = { publish: async () => Promise.reject(new Error('down')) };
  const commands = incidentCommands({ ...stores.commandDeps, bus: down });
  const { incidentId: other } = await begin();
  const deps = { ...stores, commands, region: 'us-east-1' };
  expect(await advanceEscalation(deps, { incidentId: other, runId: run(1), baton: 1 }, invocation())).toEqual({
    action: 'wait',
    until: later(300),
  });
});

it('looks again at once when it has become worse while a level of low urgency was being paged', async () => {
  const { incidentId } = await begin();
  const service = { id: 'checkout', urgency: { type: 'by-severity', high: ['SEV1'] } };
  const worse = { type: 'ChangeSeverity', severity: 'SEV1', by: ADA, at: later(1) } as const;
  const save: TestStores['runs']['save'] = async (saved, baton) => {
    // Whoever makes it worse finds no run that rests: this one has not been saved yet.
    if (baton === 1) await stores.commands.execute(incidentId, worse);
    return stores.runs.save(saved, baton);
  };
  const directory = { ...stores.directory, service: async () => service as never };
  const deps = { ...stores, directory, runs: { ...stores.runs, save }, region: 'us-east-1' };
  expect(await advanceEscalation(deps, { incidentId, runId: run(1), baton: 1 }, invocation())).toMatchObject({
    action: 'over',
    why: 'it has become worse meanwhile, and is looked at again',
  });
  expect(await runOf(incidentId)).toMatchObject({ baton: 2, dueAt: START, reached: [{ level: 0, urgency: 'low' }] });
  expect(stores.started.at(-1)).toMatchObject({ machine: 'escalation', input: { incidentId, baton: 2 } });
});
