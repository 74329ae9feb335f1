import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentCommand } from '../domain/incident/commands.ts';
import { decide } from '../domain/incident/decide.ts';
import { evolve } from '../domain/incident/evolve.ts';
import {
  ADA,
  alert,
  declareCommand,
  eventsOf,
  incidentAfter,
  later,
  run,
  START,
} from '../domain/incident/fixtures/incident.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { IncidentId } from '../lib/ids.ts';
import { freshId, type TestDatabase, testDatabase } from './fixtures/database.ts';
import { type Commit, type IncidentStore, incidentStore } from './incident-store.ts';
import { shardOf } from './table.ts';

let database: TestDatabase;
let store: IncidentStore;

beforeAll(async () => {
  database = await testDatabase();
  store = incidentStore(database.connection);
});
afterAll(() => database.stop());

const note = (text: string): IncidentCommand => ({ type: 'AddNote', text, by: ADA, at: later(1) });
const acknowledge: IncidentCommand = { type: 'Acknowledge', by: ADA, at: later(2) };

/** Appends commits for commands, without projecting; answers the state after each. */
const write = async (incidentId: IncidentId, ...commands: readonly IncidentCommand[]): Promise<readonly Incident[]> => {
  const states: Incident[] = [];
  let incident = (await store.load(incidentId)).incident;
  for (const command of commands) {
    const events = eventsOf(command, incident);
    incident = evolve(incident, events);
    const commit: Commit = {
      incidentId,
      seq: incident.version,
      commitId: `c${incident.version}`,
      events,
      at: command.at,
      region: 'us-east-1',
    };
    expect(await store.append(commit)).toBe(true);
    states.push(incident);
  }
  return states;
};

const begin = async (...more: readonly IncidentCommand[]) => {
  const incidentId = freshId() as IncidentId;
  const states = await write(incidentId, declareCommand({ incidentId }), ...more);
  return { incidentId, states, last: states.at(-1) as Incident };
};

describe('loading', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await store.load(freshId() as IncidentId)).toEqual({ incident: undefined, newest: [] });
  });

  it.each([0, 1, 2, 3, 10, 40])(
    'gives the state when there is no head and %i commits follow the first',
    async (more) => {
      const { incidentId, last } = await begin(...Array.from({ length: more }, (_, n) => note(`${n}`)));
      expect((await store.load(incidentId)).incident).toEqual(last);
    },
  );

  it.each([
    [1, 0],
    [1, 1],
    [1, 2],
    [1, 3],
    [5, 1],
    [5, 2],
    [5, 3],
    [5, 10],
    [12, 0],
  ])('gives the state when the head is of commit %i and lags by %i', async (projected, lag) => {
    const { incidentId, states, last } = await begin(
      ...Array.from({ length: projected + lag - 1 }, (_, n) => (n === 2 ? acknowledge : note(`${n}`))),
    );
    expect(await store.project(states[projected - 1] as Incident)).toBe(true);
    const loaded = await store.load(incidentId);
    expect(loaded.incident).toEqual(last);
    expect(loaded.newest.at(-1)?.seq).toBe(last.version);
  });

  it('shows the newest commits, so that one whose answer was lost can be recognised', async () => {
    const { incidentId, states } = await begin(note('a'), note('b'), note('c'));
    expect((await store.load(incidentId)).newest.map(({ commitId }) => commitId)).toEqual(['c2', 'c3', 'c4']);
    await store.project(states[3] as Incident);
    expect((await store.load(incidentId)).newest.map(({ commitId }) => commitId)).toEqual(['c3', 'c4']);
  });

  it('is not confused by the runs, pages and attempts of the same incident, nor by another incident', async () => {
    const { incidentId, last } = await begin(note('a'));
    await begin(note('of another'));
    const { runStore } = await import('./run-store.ts');
    await runStore(database.connection).begin({
      incidentId,
      runId: run(1),
      policyId: 'p' as never,
      status: 'running',
      ended: null,
      next: { round: 0, level: 0 },
      dueAt: START,
      baton: 1,
      startedAt: START,
      reached: [],
    });
    expect((await store.load(incidentId)).incident).toEqual(last);
  });

  it.each(['constructor', 'toString', 'a.b', '#', '', ' ', 'ключ', 'x'.repeat(255)])(
    'keeps an alert with the dedup key %j',
    async (dedupKey) => {
      const incidentId = freshId() as IncidentId;
      const [state] = await write(
        incidentId,
        declareCommand({ incidentId, alert: alert(dedupKey, { labels: { [dedupKey]: dedupKey } }) }),
      );
      await store.project(state as Incident);
      const { incident } = await store.load(incidentId);
      expect(Object.entries(incident?.alerts ?? {})).toEqual([[dedupKey, 'firing']]);
    },
  );
});

describe('appending', () => {
  const commitOf = (incidentId: IncidentId, commitId: string): Commit => ({
    incidentId,
    seq: 1,
    commitId,
    events: eventsOf(declareCommand({ incidentId })),
    at: START,
    region: 'us-east-1',
  });

  it('lets one of many win, and leaves what it wrote alone', async () => {
    const incidentId = freshId() as IncidentId;
    const tries = Array.from({ length: 20 }, (_, n) => store.append(commitOf(incidentId, `c${n}`)));
    const won = (await Promise.all(tries)).flatMap((is, n) => (is ? [`c${n}`] : []));
    expect(won).toHaveLength(1);
    expect((await store.commit(incidentId, 1))?.commitId).toBe(won[0]);
  });

  it('marks the commit for the sweeper until its effects are done', async () => {
    const incidentId = freshId() as IncidentId;
    await store.append(commitOf(incidentId, 'c1'));
    const marked = async () =>
      (await database.index('outbox', `outbox#${shardOf(incidentId)}`)).filter(
        ({ pk }) => pk === `incident#${incidentId}`,
      );
    expect(await marked()).toMatchObject([{ sk: 'log#00000001', outboxSk: `${START}#${incidentId}` }]);
    await store.clearOutbox(incidentId, 1);
    expect(await marked()).toEqual([]);
    expect(await store.commit(incidentId, 1)).toMatchObject({
      commitId: 'c1',
      events: commitOf(incidentId, 'c1').events,
    });
  });
});

describe('the head', () => {
  it('never goes back, whoever comes late', async () => {
    const { incidentId, states } = await begin(note('a'), acknowledge);
    const [first, second, third] = states as [Incident, Incident, Incident];
    expect(await store.project(second)).toBe(true);
    expect(await store.project(second)).toBe(false);
    expect(await store.project(first)).toBe(false);
    expect(await store.project(third)).toBe(true);
    expect(await store.project(second)).toBe(false);
    expect(await database.item(`incident#${incidentId}`, 'now')).toMatchObject({ version: 3, fence: 'none' });
  });

  it('ends as the newest when all versions are projected at once', async () => {
    const { incidentId, states, last } = await begin(...Array.from({ length: 15 }, (_, n) => note(`${n}`)));
    await Promise.all(
      [...states].sort((a, b) => ((a.version * 7) % 16) - ((b.version * 7) % 16)).map((state) => store.project(state)),
    );
    expect(await database.item(`incident#${incidentId}`, 'now')).toMatchObject({ version: last.version });
  });

  it('is listed as open, then by the month in which it was declared', async () => {
    const { incidentId, last } = await begin();
    await store.project(last);
    const listed = async (pk: string) =>
      (await database.index('list', pk)).filter((entry) => entry['pk'] === `incident#${incidentId}`).length;
    expect([await listed('open'), await listed('ended#2026-11')]).toEqual([1, 0]);
    const decision = decide({ type: 'Resolve', summary: null, by: ADA, at: later(9) }, last);
    await store.project(evolve(last, decision.ok ? decision.value : []));
    expect([await listed('open'), await listed('ended#2026-11')]).toEqual([0, 1]);
  });
});

describe('the fence', () => {
  const at = later(5);

  it('lets the run that pages pass, any number of times, and no other', async () => {
    const { incidentId, last } = await begin();
    await store.project(last);
    expect(await store.fence(incidentId, run(1), at)).toBe(true);
    expect(await store.fence(incidentId, run(1), at)).toBe(true);
    expect(await store.fence(incidentId, run(2), at)).toBe(false);
    expect(await database.item(`incident#${incidentId}`, 'now')).toMatchObject({
      fencedAt: at,
      state: last,
      version: 1,
    });
  });

  it.each<readonly [string, IncidentCommand]>([
    ['an acknowledgement', acknowledge],
    ['an end', { type: 'Resolve', summary: null, by: ADA, at: later(2) }],
    ['an escalation', { type: 'Escalate', reason: null, page: null, by: ADA, at: later(2) }],
  ])('is closed to a run by %s', async (_name, command) => {
    const { incidentId, states } = await begin(command);
    for (const state of states) await store.project(state);
    expect(await store.fence(incidentId, run(1), at)).toBe(false);
    expect(await store.fence(incidentId, run(2), at)).toBe(command.type === 'Escalate');
  });

  it('is not passed where there is no head, and makes none', async () => {
    const incidentId = freshId() as IncidentId;
    expect(await store.fence(incidentId, run(1), at)).toBe(false);
    expect(await database.item(`incident#${incidentId}`, 'now')).toBeUndefined();
  });

  it('is not passed by nobody in particular: an incident that pages nobody has no fence to name', async () => {
    const incidentId = freshId() as IncidentId;
    await store.project(incidentAfter(declareCommand({ incidentId, policyId: null })));
    expect(await store.fence(incidentId, run(1), at)).toBe(false);
  });
});

describe('numbers', () => {
  it('are given out once each', async () => {
    const taken = await Promise.all(Array.from({ length: 50 }, () => store.takeNumber()));
    expect([...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  });

  it('name one incident, the first', async () => {
    const [one, other] = [freshId() as IncidentId, freshId() as IncidentId];
    expect(await store.nameNumber(700, one)).toBe(true);
    expect(await store.nameNumber(700, other)).toBe(false);
    expect(await store.idOfNumber(700)).toBe(one);
    expect(await store.idOfNumber(701)).toBeUndefined();
  });
});

it('needs nothing but the log: without its head an incident is the same', async () => {
  const { incidentId, last } = await begin(note('a'), acknowledge);
  await store.project(last);
  const { client, table } = database.connection;
  await client.send(new DeleteCommand({ TableName: table, Key: { pk: `incident#${incidentId}`, sk: 'now' } }));
  expect((await store.load(incidentId)).incident).toEqual(last);
  expect(await store.project(last)).toBe(true);
});
