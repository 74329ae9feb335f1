import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshId } from '../../data/fixtures/database.ts';
import { level, person, policy, user } from '../../domain/escalation/fixtures/directory.ts';
import type { EscalationPolicy } from '../../domain/escalation/policy.ts';
import { ADA, declareCommand, later, POLICY, run, START } from '../../domain/incident/fixtures/incident.ts';
import type { IncidentId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { PHONE } from '../fixtures/paging.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import { incidentCommands } from '../incident-commands.ts';
import { firstLevel } from './first-level.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const down = async (): Promise<never> => {
  throw new Error('down');
};

const levelsAt = (at: Instant = START, more: object = {}) =>
  firstLevel({
    ...stores,
    region: 'us-east-1',
    clock: { now: () => at, sleep: () => new Promise<void>(() => {}) },
    ...more,
  });

/** Somebody opens an incident, and pages its first level. */
const open = async (
  levels: ReturnType<typeof levelsAt> = levelsAt(),
  more: Partial<EscalationPolicy> = {},
  broken: object = {},
) => {
  const incidentId = freshId() as IncidentId;
  const rules = [{ channel: 'sms', to: PHONE, delaySeconds: 0 }] as const;
  for (const id of ['ada', 'ben', 'boss']) await stores.directory.putUser(person(id, { rules }));
  await stores.directory.putPolicy(
    policy([level(user('ada')), level(user('ben'))], { id: POLICY, fallback: [user('boss')], ...more }),
  );
  const commands = incidentCommands({ ...stores.commandDeps, firstLevel: levels, ...broken });
  const outcome = await commands.execute(incidentId, declareCommand({ incidentId }));
  expect(outcome).toMatchObject({ ok: true });
  return incidentId;
};

const executionsOf = (id: IncidentId, machine: 'escalation' | 'paging') =>
  stores.started.filter((one) => one.machine === machine && one.input['incidentId'] === id).map(({ input }) => input);
const pagesOf = async (id: IncidentId) => (await stores.pages.of(id, 'r')).map(({ pageId }) => pageId);
const levelsTold = (id: IncidentId) =>
  stores.published.filter(({ type, detail }) => type === 'LevelReached' && detail['incidentId'] === id);

it('is paged by whoever declares, and the execution sleeps until the next', async () => {
  const id = await open();
  expect(await pagesOf(id)).toEqual(['r1.0.0.ada']);
  expect(executionsOf(id, 'paging')).toMatchObject([
    { pageId: 'r1.0.0.ada', plan: { action: 'send', step: 0, channel: 'sms' } },
  ]);
  expect(await stores.runs.get(id, run(1))).toMatchObject({
    status: 'running',
    baton: 1,
    dueAt: later(300),
    next: { round: 0, level: 1 },
    reached: [{ level: 0 }],
  });
  expect(executionsOf(id, 'escalation')).toEqual([
    { incidentId: id, runId: run(1), baton: 1, step: { action: 'wait', until: later(300) } },
  ]);
  expect(levelsTold(id)).toHaveLength(1);
});

it('waits its time from when it was paged, not from when an alert that lay in the queue was accepted', async () => {
  const id = await open(levelsAt(later(120)));
  expect(await stores.runs.get(id, run(1))).toMatchObject({ startedAt: START, dueAt: later(420) });
});

it.each([
  ['nobody is there to page', {}, { levels: [level()], fallback: [] }],
  ['the policy cannot be read', { directory: { policy: down, service: down } }, {}],
])('is left to the execution when %s', async (_, broken, more) => {
  const levels = levelsAt(START, broken);
  const id = await open(levels, more);
  expect(await pagesOf(id)).toEqual([]);
  expect(await stores.runs.get(id, run(1))).toMatchObject({ dueAt: START, reached: [] });
  expect(executionsOf(id, 'escalation')).toEqual([{ incidentId: id, runId: run(1), baton: 1 }]);
  expect(levelsTold(id)).toEqual([]);
});

it('whose page is begun but has no execution is left to the execution, which begins neither twice', async () => {
  const id = await open(levelsAt(START, { machines: { start: down } }));
  expect(await pagesOf(id)).toEqual(['r1.0.0.ada']);
  expect(await stores.runs.get(id, run(1))).toMatchObject({ dueAt: START, reached: [] });
  expect(executionsOf(id, 'escalation')).toEqual([{ incidentId: id, runId: run(1), baton: 1 }]);
});

it('is not paged once somebody has answered, when the effects are done late', async () => {
  const id = await open(undefined, {}, { runs: { ...stores.runs, begin: down } });
  await stores.commands.execute(id, { type: 'Acknowledge', by: ADA, at: later(5) });
  const { incident } = await stores.incidents.load(id);
  if (!incident) throw new Error('it was declared');
  const begun = await stores.runs.get(id, run(1));
  expect(begun).toBeUndefined();
  const unpaged = { incidentId: id, runId: run(1), policyId: POLICY, adHoc: null, baton: 1, reached: [] };
  const times = { status: 'running', ended: null, dueAt: START, startedAt: START } as const;
  expect(await levelsAt(later(20))(incident, { ...unpaged, ...times, next: { round: 0, level: 0 } })).toBeUndefined();
});

it('of low urgency is left to the execution: who makes it worse a moment later must find a run', async () => {
  const service = { id: 'checkout', urgency: { type: 'by-severity', high: ['SEV1'] } };
  const low = { directory: { ...stores.directory, service: async () => service } };
  const id = await open(levelsAt(START, low));
  expect(await pagesOf(id)).toEqual([]);
  expect(await stores.runs.get(id, run(1))).toMatchObject({ dueAt: START, reached: [] });
});

it('is waited for three seconds at most', async () => {
  const id = await open(levelsAt(START, { machines: { start: () => new Promise(() => {}) } }));
  expect(await stores.runs.get(id, run(1))).toMatchObject({ reached: [] });
  expect(executionsOf(id, 'escalation')).toHaveLength(1);
});

it('was paged by somebody who died before the run was on record: who does it again pages nobody twice', async () => {
  const id = await open(undefined, {}, { runs: { ...stores.runs, begin: down } });
  expect(await pagesOf(id)).toEqual(['r1.0.0.ada']);
  const commands = incidentCommands({ ...stores.commandDeps, firstLevel: levelsAt(later(30)) });
  expect(await commands.redo(id, 1)).toBe(true);
  expect(await pagesOf(id)).toEqual(['r1.0.0.ada']);
  expect(new Set(executionsOf(id, 'paging').map(({ pageId, baton }) => `${pageId} ${baton}`)).size).toBe(1);
  expect(await stores.runs.get(id, run(1))).toMatchObject({ reached: [{ level: 0 }] });
  // Once more: the run is there, so its item counts, and not what would be paged now.
  expect(await commands.redo(id, 1)).toBe(true);
  expect(executionsOf(id, 'escalation').at(-1)).toEqual({ incidentId: id, runId: run(1), baton: 1 });
  // Who was first may have died before the bus: it is told again.
  expect(levelsTold(id)).toHaveLength(2);
});
