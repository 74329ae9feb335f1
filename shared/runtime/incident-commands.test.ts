import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../data/fixtures/database.ts';
import type { Commit } from '../data/incident-store.ts';
import { shardOf } from '../data/table.ts';
import { named, user } from '../domain/escalation/fixtures/directory.ts';
import type { IncidentCommand } from '../domain/incident/commands.ts';
import type { EventOf } from '../domain/incident/events.ts';
import { evolve } from '../domain/incident/evolve.ts';
import {
  ADA,
  BEN,
  declareCommand,
  eventsOf,
  later,
  OTHER_INCIDENT,
  POLICY,
  run,
} from '../domain/incident/fixtures/incident.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { IncidentId } from '../lib/ids.ts';
import { type TestStores, testStores } from './fixtures/stores.ts';
import { ContentionError, incidentCommands } from './incident-commands.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const declare = async (more: Parameters<typeof declareCommand>[0] = {}): Promise<IncidentId> => {
  const incidentId = freshId() as IncidentId;
  const outcome = await stores.commands.execute(incidentId, declareCommand({ incidentId, ...more }));
  if (!outcome.ok) throw new Error(outcome.error.refusal.code);
  return incidentId;
};

const acknowledge: IncidentCommand = { type: 'Acknowledge', by: ADA, at: later(60) };
const outboxOf = async (id: IncidentId) =>
  (await stores.database.index('outbox', `outbox#${shardOf(id)}`)).filter(({ pk }) => pk === `incident#${id}`);
const startedFor = (id: IncidentId) =>
  stores.started.filter(({ input }) => input['incidentId'] === id).map(({ name }) => name.replace(`${id}-`, ''));
const stateOf = async (id: IncidentId) => (await stores.incidents.load(id)).incident as Incident;

describe('a command', () => {
  it('is one commit; its effects follow, and then nothing is left for the sweeper', async () => {
    const id = await declare({ number: 41 });
    expect(await stateOf(id)).toMatchObject({ status: 'triggered', version: 1 });
    expect(await stores.runs.get(id, run(1))).toMatchObject({
      status: 'running',
      next: { round: 0, level: 0 },
      baton: 1,
    });
    expect(startedFor(id)).toEqual(['r1-1']);
    expect(await stores.incidents.idOfNumber(41)).toBe(id);
    expect(stores.published.filter(({ detail }) => detail['incidentId'] === id)).toMatchObject([
      { type: 'IncidentDeclared', detail: { seq: 1, number: 41 } },
    ]);
    expect(await outboxOf(id)).toEqual([]);
  });

  it('that is refused writes nothing, and gives the incident as it is', async () => {
    const id = await declare();
    await stores.commands.execute(id, acknowledge);
    const before = await stores.database.count();
    const outcome = await stores.commands.execute(id, { ...acknowledge, by: BEN });
    expect(outcome).toMatchObject({
      ok: false,
      error: { refusal: { code: 'already-acknowledged', by: ADA }, incident: { status: 'acknowledged' } },
    });
    expect(await stores.database.count()).toBe(before);
    expect(await stores.commands.execute(freshId() as IncidentId, acknowledge)).toMatchObject({
      ok: false,
      error: { refusal: { code: 'not-found' } },
    });
  });

  it('of many at once is carried out for each, and one acknowledges', async () => {
    const id = await declare();
    const note = (n: number): IncidentCommand => ({ type: 'AddNote', text: `${n}`, by: ADA, at: later(n) });
    const all = [0, 1, 2, 3].map(note).concat([acknowledge, { ...acknowledge, by: BEN }]);
    const outcomes = await Promise.all(all.map((command) => stores.commands.execute(id, command)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(5);
    const { commits } = await stores.reads.record(id);
    expect(commits.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await stateOf(id)).toEqual(
      commits.reduce<Incident | undefined>((state, { events }) => evolve(state, events), undefined),
    );
  });

  it('is over with an error that says so when others are faster every time', async () => {
    const commands = incidentCommands({
      ...stores.commandDeps,
      incidents: { ...stores.incidents, append: async () => false },
    });
    await expect(commands.execute(await declare(), acknowledge)).rejects.toThrow(ContentionError);
  });
});

describe('a commit whose answer was lost', () => {
  /** The table writes, and its client hears that the condition did not hold (the SDK tried again after a timeout). */
  const forgetful = () => {
    const lose = { answers: 1 };
    const append = async (commit: Commit): Promise<boolean> => {
      const isWritten = await stores.incidents.append(commit);
      lose.answers -= 1;
      return lose.answers < 0 && isWritten;
    };
    return incidentCommands({ ...stores.commandDeps, incidents: { ...stores.incidents, append } });
  };

  it('is known as our own: done once, answered as done', async () => {
    const id = await declare();
    const outcome = await forgetful().execute(id, acknowledge);
    expect(outcome).toMatchObject({ ok: true, value: { status: 'acknowledged', version: 2 } });
    expect((await stores.reads.record(id)).commits).toHaveLength(2);
    expect(await stores.incidents.fence(id, run(1), later(61))).toBe(false);
    expect(await outboxOf(id)).toEqual([]);
  });

  it('is known when it declares, too', async () => {
    const incidentId = freshId() as IncidentId;
    expect(await forgetful().execute(incidentId, declareCommand({ incidentId }))).toMatchObject({
      ok: true,
      value: { version: 1 },
    });
    expect(startedFor(incidentId)).toEqual(['r1-1']);
  });
});

describe('effects that fail', () => {
  const down = async (): Promise<never> => {
    throw new Error('down');
  };

  it.each([
    ['the bus', { bus: { publish: down } }],
    ['the state machines', { machines: { start: down } }],
  ])('at %s leave the mark for the sweeper, and the command stands', async (_name, broken) => {
    const incidentId = freshId() as IncidentId;
    const commands = incidentCommands({ ...stores.commandDeps, ...broken });
    expect(await commands.execute(incidentId, declareCommand({ incidentId }))).toMatchObject({ ok: true });
    expect(await outboxOf(incidentId)).toHaveLength(1);
    expect(await stores.commands.redo(incidentId, 1)).toBe(true);
    expect(await outboxOf(incidentId)).toEqual([]);
    expect(startedFor(incidentId)).toContain('r1-1');
  });

  it('at the clearing of the mark are no reason to tell whoever answered that nothing is certain', async () => {
    const id = await declare();
    const commands = incidentCommands({ ...stores.commandDeps, incidents: { ...stores.incidents, clearOutbox: down } });
    expect(await commands.execute(id, acknowledge)).toMatchObject({ ok: true });
    expect(await outboxOf(id)).toHaveLength(1);
  });

  it('at the head are: an answer is confirmed only behind the fence', async () => {
    const id = await declare();
    const commands = incidentCommands({ ...stores.commandDeps, incidents: { ...stores.incidents, project: down } });
    await expect(commands.execute(id, acknowledge)).rejects.toThrow('down');
    expect(await stateOf(id)).toMatchObject({ status: 'acknowledged' });
  });

  it('can be done again any number of times', async () => {
    const id = await declare();
    for (let again = 0; again < 3; again += 1) expect(await stores.commands.redo(id, 1)).toBe(true);
    expect(new Set(startedFor(id))).toEqual(new Set(['r1-1']));
    expect(await stores.commands.redo(id, 9)).toBe(false);
    expect(await stores.commands.redo(OTHER_INCIDENT, 1)).toBe(false);
  });
});

describe('merging', () => {
  it('moves the alerts that still fire, once, however often it is done', async () => {
    const [from, into] = [await declare({ number: 51 }), await declare({ number: 52, alert: null })];
    const merge: IncidentCommand = { type: 'Merge', into, intoNumber: 52, by: ADA, at: later(10) };
    expect(await stores.commands.execute(from, merge)).toMatchObject({ ok: true, value: { status: 'resolved' } });
    expect(await stateOf(into)).toMatchObject({ absorbed: [from], alerts: { checkout: 'firing' }, version: 2 });
    await stores.commands.redo(from, 2);
    expect((await stateOf(into)).version).toBe(2);
  });
});

it('opens an incident again that was merged into one that was over by then: nobody would have its alerts', async () => {
  const [a, b] = [await declare(), await declare()];
  const merge = (into: IncidentId): IncidentCommand => ({ type: 'Merge', into, intoNumber: 1, by: ADA, at: later(10) });
  await Promise.all([stores.commands.execute(a, merge(b)), stores.commands.execute(b, merge(a))]);
  const statuses = [await stateOf(a), await stateOf(b)].map(({ status }) => status);
  expect(statuses).toContain('triggered');
});

describe('escalating', () => {
  it('goes on behind the level that was paged last, also when somebody had acknowledged meanwhile', async () => {
    const id = await declare();
    const first = await stores.runs.get(id, run(1));
    if (!first) throw new Error('it runs');
    await stores.runs.save({ ...first, next: { round: 0, level: 1 }, status: 'over', ended: 'acknowledged' }, 1);
    await stores.commands.execute(id, acknowledge);
    await stores.commands.execute(id, { type: 'Escalate', reason: null, page: null, by: ADA, at: later(70) });
    expect(await stores.runs.get(id, run(3))).toMatchObject({
      status: 'running',
      next: { round: 0, level: 1 },
      dueAt: later(70),
    });
    expect(startedFor(id)).toEqual(['r1-1', 'r3-1']);
  });

  const atItsSecondLevel = async () => {
    const id = await declare();
    const first = await stores.runs.get(id, run(1));
    if (!first) throw new Error('it runs');
    const reached = [{ round: 0, level: 0, at: later(0), region: 'us-east-1', chosen: [], skipped: [] }];
    await stores.runs.save({ ...first, next: { round: 0, level: 1 }, reached }, 1);
    return id;
  };
  const toBen = { type: 'Escalate', reason: null, page: [named(user('ben'), 'Ben')], by: ADA, at: later(70) } as const;

  it('to people by name begins a run of theirs alone once somebody has answered, which remembers where the policy stands', async () => {
    const id = await atItsSecondLevel();
    await stores.commands.execute(id, { type: 'Acknowledge', by: ADA, at: later(60) });
    await stores.commands.execute(id, toBen);
    expect(await stores.runs.get(id, run(3))).toMatchObject({
      policyId: null,
      adHoc: [{ type: 'user', id: 'ben' }],
      next: { round: 0, level: 1 },
    });
  });

  it('to people by name while somebody is being paged begins that level again, with them beside it', async () => {
    const id = await atItsSecondLevel();
    await stores.commands.execute(id, toBen);
    expect(await stores.runs.get(id, run(2))).toMatchObject({
      policyId: POLICY,
      adHoc: [{ type: 'user', id: 'ben' }],
      next: { round: 0, level: 0 },
    });
  });

  it('to people by name does not drop the policy, though its own run was never begun: its process had died', async () => {
    const incidentId = freshId() as IncidentId;
    const commit = { incidentId, at: later(0), region: 'us-east-1' };
    await stores.incidents.append({
      ...commit,
      seq: 1,
      commitId: 'c',
      events: eventsOf(declareCommand({ incidentId })),
    });
    await stores.commands.execute(incidentId, toBen);
    expect(await stores.runs.get(incidentId, run(1))).toBeUndefined();
    expect(await stores.runs.get(incidentId, run(2))).toMatchObject({
      policyId: POLICY,
      adHoc: [{ type: 'user', id: 'ben' }],
      next: { round: 0, level: 0 },
    });
  });

  it('reads events of before there were people by name as asking for nobody', async () => {
    const incidentId = freshId() as IncidentId;
    const events = eventsOf(declareCommand({ incidentId })).map((event) => {
      const { page: _page, ...old } = event as EventOf<'IncidentDeclared'>;
      return old;
    });
    await stores.incidents.append({ incidentId, seq: 1, commitId: 'c', events, at: later(0), region: 'us-east-1' });
    expect(await stores.commands.redo(incidentId, 1)).toBe(true);
    expect(await stores.runs.get(incidentId, run(1))).toMatchObject({ policyId: POLICY, adHoc: null });
    const old = { type: 'IncidentEscalated', runId: run(2), afterRunId: run(1), reason: null, by: ADA } as const;
    const commit = { incidentId, commitId: 'd', at: later(9), region: 'us-east-1' };
    await stores.incidents.append({ ...commit, seq: 2, events: [{ ...old, at: later(9) }] });
    expect(await stores.commands.redo(incidentId, 2)).toBe(true);
    expect(await stores.runs.get(incidentId, run(2))).toMatchObject({ policyId: POLICY, adHoc: null });
  });
});
