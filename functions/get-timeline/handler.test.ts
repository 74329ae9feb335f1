import { expect, it } from 'vitest';
import { level, policy, user } from '../../shared/domain/escalation/fixtures/directory.ts';
import {
  ADA,
  declareCommand,
  eventsOf,
  INCIDENT,
  later,
  OTHER_INCIDENT,
  POLICY,
  run,
  START,
  triggered,
} from '../../shared/domain/incident/fixtures/incident.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { getTimeline } from './handler.ts';

const commits = [
  { incidentId: INCIDENT, seq: 1, commitId: 'c', events: eventsOf(declareCommand()), at: START, region: 'us-east-1' },
];
const tell = async (repeats: object | undefined, record: object = { commits, runs: [], pages: [], attempts: [] }) => {
  const { incidents } = plainDeps().deps;
  const deps = {
    incidents,
    reads: { record: async () => record },
    alertKeys: { repeats: async () => repeats },
    directory: { policy: async () => policy([level(user('ada')), level(user('cleo'))]) },
  };
  return said(await getTimeline(deps as never, request()));
};

it('tells the story, with how often an alert came again', async () => {
  const { items } = (await tell({ repeats: 3, lastSeenAt: START, incidentId: INCIDENT })) as unknown as {
    items: { text: string }[];
  };
  expect(items.map(({ text }) => text)).toEqual([
    'demo monitor declared INC-7 (SEV2): checkout is down',
    'demo monitor reported checkout again, 3 times so far',
  ]);
});

it.each([
  undefined,
  { repeats: 0, lastSeenAt: START, incidentId: INCIDENT },
  { repeats: 3, lastSeenAt: START, incidentId: OTHER_INCIDENT },
])('leaves out repeats that are none, or of another incident', async (repeats) => {
  expect(((await tell(repeats)) as unknown as { items: unknown[] }).items).toHaveLength(1);
});

it('says when others are paged, and that nobody is once somebody has answered', async () => {
  const running = {
    incidentId: INCIDENT,
    runId: run(1),
    policyId: POLICY,
    status: 'running',
    next: { round: 0, level: 1 },
    dueAt: later(300),
    reached: [{ round: 0, level: 0, at: START, region: 'r', chosen: [], skipped: [] }],
  };
  const rest = { runs: [running], pages: [], attempts: [] };
  expect(await tell(undefined, { commits, ...rest })).toMatchObject({ paging: { level: 1, nextDueAt: later(300) } });
  const answered = [
    ...commits,
    { ...commits[0], seq: 2, events: eventsOf({ type: 'Acknowledge', by: ADA, at: later(60) }, triggered()) },
  ];
  expect(await tell(undefined, { commits: answered, ...rest })).toMatchObject({ paging: null });
});

it('says that there is no such incident', async () => {
  expect(await tell(undefined, { commits: [], runs: [], pages: [], attempts: [] })).toMatchObject({ status: 404 });
});
