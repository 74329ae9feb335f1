import { describe, expect, it } from 'vitest';
import { named, user } from '../escalation/fixtures/directory.ts';
import type { IncidentCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import {
  ADA,
  acknowledged,
  alert,
  BEN,
  CLEO,
  declareCommand,
  eventsOf,
  given,
  INCIDENT,
  incidentAfter,
  later,
  MONITOR,
  OTHER_INCIDENT,
  resolved,
  run,
  triggered,
} from './fixtures/incident.ts';
import { ALERTS_MAX, answerOf, type Incident, pagingRun } from './incident.ts';

/** Every command but Declare, as somebody would send it. */
const COMMANDS = {
  ReceiveAlert: { type: 'ReceiveAlert', alert: alert('payments') },
  ResolveAlert: { type: 'ResolveAlert', dedupKey: 'checkout' },
  Acknowledge: { type: 'Acknowledge' },
  Update: { type: 'Update', message: 'looking', nextUpdateDueAt: later(600), severity: null },
  ChangeSeverity: { type: 'ChangeSeverity', severity: 'SEV1' },
  AssignRole: { type: 'AssignRole', role: 'scribe', person: CLEO },
  AddNote: { type: 'AddNote', text: 'the deploy of 02:50' },
  Escalate: { type: 'Escalate', reason: 'need help', page: null },
  BeginPaging: { type: 'BeginPaging', reason: 'the maintenance is over' },
  ReportExhausted: { type: 'ReportExhausted', runId: run(1) },
  Resolve: { type: 'Resolve', summary: 'rolled back' },
  Reopen: { type: 'Reopen', reason: 'it is back' },
  Merge: { type: 'Merge', into: OTHER_INCIDENT, intoNumber: 8 },
  Absorb: { type: 'Absorb', from: OTHER_INCIDENT, fromNumber: 8, alerts: ['payments'] },
} as const;

const STATES: Readonly<Record<string, Incident | undefined>> = {
  undeclared: undefined,
  triggered: triggered(),
  acknowledged: acknowledged(),
  resolved: resolved(),
};

/** What each command makes of each status: the events' types, or the refusal's code. */
// biome-ignore format: a table
const OUTCOMES: Readonly<Record<keyof typeof COMMANDS, readonly [string, string, string, string]>> = {
  //                undeclared   triggered               acknowledged            resolved
  ReceiveAlert:    ['not-found', 'AlertReceived',        'AlertReceived',        'already-resolved'],
  ResolveAlert:    ['not-found', 'AlertResolved+IncidentResolved', 'AlertResolved+IncidentResolved', 'already-resolved'],
  Acknowledge:     ['not-found', 'IncidentAcknowledged', 'already-acknowledged', 'already-resolved'],
  Update:          ['not-found', 'IncidentUpdated',      'IncidentUpdated',      'already-resolved'],
  ChangeSeverity:  ['not-found', 'SeverityChanged',      'SeverityChanged',      'already-resolved'],
  AssignRole:      ['not-found', 'RoleAssigned',         'RoleAssigned',         'RoleAssigned'],
  AddNote:         ['not-found', 'NoteAdded',            'NoteAdded',            'NoteAdded'],
  Escalate:        ['not-found', 'IncidentEscalated',    'IncidentEscalated',    'already-resolved'],
  BeginPaging:     ['not-found', 'nothing-to-do',        'nothing-to-do',        'already-resolved'],
  ReportExhausted: ['not-found', 'EscalationExhausted',  'nothing-to-do',        'nothing-to-do'],
  Resolve:         ['not-found', 'IncidentResolved',     'IncidentResolved',     'already-resolved'],
  Reopen:          ['not-found', 'not-resolved',         'not-resolved',         'IncidentReopened'],
  Merge:           ['not-found', 'IncidentMerged',       'IncidentMerged',       'already-resolved'],
  Absorb:          ['not-found', 'IncidentAbsorbed',     'IncidentAbsorbed',     'already-resolved'],
};

const told = (outcome: ReturnType<ReturnType<typeof given>['when']>): string =>
  typeof outcome === 'string' ? outcome : outcome.map(({ type }) => type).join('+');

describe.each(Object.entries(STATES))('%s', (status, incident) => {
  it.each(Object.entries(COMMANDS))('%s', (name, command) => {
    const column = Object.keys(STATES).indexOf(status);
    expect(told(given(incident).when(command))).toBe(OUTCOMES[name as keyof typeof COMMANDS][column]);
  });

  it('Declare', () => {
    expect(told(given(incident).when(declareCommand()))).toBe(incident ? 'already-declared' : 'IncidentDeclared');
  });
});

describe('declaring', () => {
  it('begins a run that is named by its commit', () => {
    expect(given(undefined).when(declareCommand())).toMatchObject([{ runId: 'r1', unpaged: null }]);
    expect(pagingRun(triggered())).toBe('r1');
  });

  it('says why nobody is paged', () => {
    const unpaged = (more: Parameters<typeof declareCommand>[0]) => given(undefined).when(declareCommand(more));
    expect(unpaged({ policyId: null })).toMatchObject([
      { runId: null, unpaged: 'the service has no escalation policy' },
    ]);
    expect(unpaged({ policyId: null, service: null })).toMatchObject([{ unpaged: 'no service was named' }]);
    expect(pagingRun(triggered({ policyId: null }))).toBeNull();
  });
});

describe('an incident that was declared in maintenance', () => {
  const held = declareCommand({ unpaged: 'in maintenance until noon: a new disk' });

  it('pages nobody, whatever its policy, and says why', () => {
    expect(given(undefined).when(held)).toMatchObject([
      { runId: null, unpaged: 'in maintenance until noon: a new disk', policyId: expect.any(String) },
    ]);
    expect(given(undefined).when({ ...held, page: [named(user('cleo'), 'Cleo')] })).toMatchObject([{ runId: null }]);
  });

  it('begins to page by its policy, once', () => {
    const begin = { type: 'BeginPaging', reason: 'it still alerts' } as const;
    const incident = incidentAfter(held);
    expect(given(incident).when(begin)).toMatchObject([
      { type: 'IncidentEscalated', runId: 'r2', afterRunId: null, reason: 'it still alerts', page: null },
    ]);
    expect(given(incidentAfter(held, { ...begin, by: ADA, at: later(1) })).when(begin)).toBe('nothing-to-do');
    expect(given(incidentAfter(held, { type: 'Acknowledge', by: ADA, at: later(1) })).when(begin)).toBe(
      'nothing-to-do',
    );
    expect(given(triggered({ policyId: null })).when(begin)).toBe('nobody-to-page');
  });
});

describe('alerts', () => {
  it('are not committed again while they are open', () => {
    expect(given(triggered()).when({ type: 'ReceiveAlert', alert: alert('checkout') })).toBe('nothing-to-do');
  });

  it('make the severity worse and never better', () => {
    const received = (severity: 'SEV1' | 'SEV3') =>
      told(given(triggered()).when({ type: 'ReceiveAlert', alert: alert('payments', { severity }) }));
    expect(received('SEV1')).toBe('AlertReceived+SeverityChanged');
    expect(received('SEV3')).toBe('AlertReceived');
  });

  it('close the incident when the last of them is resolved, and not before', () => {
    const two = incidentAfter(declareCommand(), {
      type: 'ReceiveAlert',
      alert: alert('payments'),
      by: MONITOR,
      at: later(1),
    });
    expect(told(given(two).when({ type: 'ResolveAlert', dedupKey: 'checkout' }))).toBe('AlertResolved');
    const one = incidentAfter(
      declareCommand(),
      { type: 'ReceiveAlert', alert: alert('payments'), by: MONITOR, at: later(1) },
      { type: 'ResolveAlert', dedupKey: 'checkout', by: MONITOR, at: later(2) },
    );
    expect(one.status).toBe('triggered');
    expect(told(given(one).when({ type: 'ResolveAlert', dedupKey: 'checkout' }))).toBe('nothing-to-do');
    expect(told(given(one).when({ type: 'ResolveAlert', dedupKey: 'payments' }))).toBe(
      'AlertResolved+IncidentResolved',
    );
  });

  it('are bounded for one incident', () => {
    const full = {
      ...triggered(),
      alerts: Object.fromEntries(Array.from({ length: ALERTS_MAX }, (_, n) => [`${n}`, 'firing'])),
    };
    expect(given(full as Incident).when({ type: 'ReceiveAlert', alert: alert('one more') })).toBe('too-many-alerts');
    expect(told(given(full as Incident).when({ type: 'ResolveAlert', dedupKey: '3' }))).toBe('AlertResolved');
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('may have the dedup key %s', (dedupKey) => {
    expect(told(given(triggered()).when({ type: 'ResolveAlert', dedupKey }))).toBe('nothing-to-do');
    const incident = incidentAfter(declareCommand({ alert: alert(dedupKey) }));
    expect(Object.entries(incident.alerts)).toEqual([[dedupKey, 'firing']]);
    expect(told(given(incident).when({ type: 'ReceiveAlert', alert: alert(dedupKey) }))).toBe('nothing-to-do');
    expect(told(given(incident).when({ type: 'ResolveAlert', dedupKey }))).toBe('AlertResolved+IncidentResolved');
  });
});

describe('answering', () => {
  it('names who already has it', () => {
    const decision = decide({ type: 'Acknowledge', by: BEN, at: later(300) }, acknowledged());
    expect(decision).toEqual({ ok: false, error: { code: 'already-acknowledged', by: ADA, at: later(60) } });
  });

  it('names who already resolved it, and where it was merged to', () => {
    const merged = incidentAfter(declareCommand(), {
      type: 'Merge',
      into: OTHER_INCIDENT,
      intoNumber: 8,
      by: ADA,
      at: later(5),
    });
    expect(decide({ type: 'Acknowledge', by: BEN, at: later(300) }, merged)).toEqual({
      ok: false,
      error: { code: 'already-resolved', by: ADA, at: later(5), mergedInto: OTHER_INCIDENT },
    });
  });

  it('takes a merge back by reopening', () => {
    const merge = { type: 'Merge', into: OTHER_INCIDENT, intoNumber: 8, by: ADA, at: later(5) } as const;
    const reopened = incidentAfter(declareCommand(), merge, { type: 'Reopen', reason: null, by: BEN, at: later(9) });
    expect(reopened.status).toBe('triggered');
  });

  it('stops the run, and keeps who answered through the end', () => {
    expect(pagingRun(acknowledged())).toBeNull();
    expect(answerOf(acknowledged())).toEqual({ how: 'acknowledged', by: ADA, at: later(60) });
    expect(resolved()).toMatchObject({ acknowledged: { by: ADA, at: later(60) } });
    expect(answerOf(triggered())).toBeNull();
  });
});

describe('escalating', () => {
  it('begins a new run behind the one before, and takes the acknowledgement back', () => {
    const incident = incidentAfter(
      declareCommand(),
      { type: 'Acknowledge', by: ADA, at: later(60) },
      { type: 'Escalate', reason: null, page: null, by: ADA, at: later(90) },
    );
    expect(incident).toMatchObject({ status: 'triggered', exhausted: false, lastRunId: 'r3' });
    expect(incident).not.toHaveProperty('acknowledged');
    expect(given(acknowledged()).when({ type: 'Escalate', reason: null, page: null })).toEqual([
      { type: 'IncidentEscalated', runId: 'r3', afterRunId: 'r1', reason: null, page: null },
    ]);
  });

  it('begins with the declaration where somebody is asked for by name and there is no policy', () => {
    const page = [named(user('ben'), 'Ben Osei')];
    const [event] = eventsOf(declareCommand({ policyId: null, page }));
    expect(event).toMatchObject({ runId: 'r1', unpaged: null, page });
    expect(triggered({ policyId: null, page })).toMatchObject({ status: 'triggered', lastRunId: 'r1' });
  });

  it('says that there is nobody to page', () => {
    expect(given(triggered({ policyId: null })).when({ type: 'Escalate', reason: null, page: null })).toBe(
      'nobody-to-page',
    );
  });

  it('pages who is asked for by name, also where there is no policy, and nobody by an empty list', () => {
    const ben = named(user('ben'), 'Ben Osei');
    const asked = { type: 'Escalate', reason: 'I need Ben', page: [ben] } as const;
    expect(given(triggered({ policyId: null })).when(asked)).toEqual([
      { type: 'IncidentEscalated', runId: 'r2', afterRunId: null, reason: 'I need Ben', page: [ben] },
    ]);
    expect(given(triggered()).when({ ...asked, page: [] })).toBe('nobody-to-page');
  });

  it('is exhausted once, and only by the run that pages', () => {
    const again = incidentAfter(declareCommand(), {
      type: 'Escalate',
      reason: null,
      page: null,
      by: ADA,
      at: later(90),
    });
    expect(given(again).when({ type: 'ReportExhausted', runId: run(1) })).toBe('nothing-to-do');
    const exhausted = incidentAfter(declareCommand(), {
      type: 'ReportExhausted',
      runId: run(1),
      by: MONITOR,
      at: later(900),
    });
    expect(exhausted).toMatchObject({ status: 'triggered', exhausted: true });
    expect(pagingRun(exhausted)).toBe('r1');
    expect(given(exhausted).when({ type: 'ReportExhausted', runId: run(1) })).toBe('nothing-to-do');
  });
});

describe('repeats that change nothing', () => {
  const assigned = incidentAfter(declareCommand(), {
    type: 'AssignRole',
    role: 'scribe',
    person: CLEO,
    by: ADA,
    at: later(1),
  });
  const absorbed = incidentAfter(declareCommand(), { ...COMMANDS.Absorb, by: ADA, at: later(1) });

  it.each<readonly [string, Incident, Parameters<ReturnType<typeof given>['when']>[0], string]>([
    ['the same severity', triggered(), { type: 'ChangeSeverity', severity: 'SEV2' }, 'nothing-to-do'],
    ['the same person in a role', assigned, COMMANDS.AssignRole, 'nothing-to-do'],
    ['an empty role made empty', triggered(), { type: 'AssignRole', role: 'scribe', person: null }, 'nothing-to-do'],
    ['the same merge', absorbed, COMMANDS.Absorb, 'nothing-to-do'],
    ['a merge into itself', triggered(), { type: 'Merge', into: INCIDENT, intoNumber: 7 }, 'same-incident'],
  ])('%s', (_name, incident, command, refusal) => {
    expect(given(incident).when(command)).toBe(refusal);
  });

  it('an update with the same severity says nothing of it', () => {
    expect(told(given(triggered()).when({ ...COMMANDS.Update, severity: 'SEV2' }))).toBe('IncidentUpdated');
    expect(told(given(triggered()).when({ ...COMMANDS.Update, severity: 'SEV4' }))).toBe(
      'IncidentUpdated+SeverityChanged',
    );
  });
});

describe('evolve', () => {
  it('takes a person out of a role', () => {
    const assigned = incidentAfter(declareCommand(), { ...COMMANDS.AssignRole, by: ADA, at: later(1) });
    const left: IncidentCommand = { type: 'AssignRole', role: 'scribe', person: null, by: ADA, at: later(2) };
    expect(assigned.roles).toEqual({ scribe: CLEO });
    const decision = decide(left, assigned);
    expect(decision.ok && evolve(assigned, decision.value).roles).toEqual({});
  });

  it('throws on a log that cannot be', () => {
    const declared = decide(declareCommand(), undefined);
    if (!declared.ok) throw new Error('it can be declared');
    expect(() => evolve(triggered(), declared.value)).toThrow('declared twice');
    expect(() => evolve(undefined, [{ type: 'IncidentAcknowledged', by: ADA, at: later(1) }])).toThrow(
      'before IncidentDeclared',
    );
    expect(() => evolve(undefined, [])).toThrow('without events');
  });
});

describe('a drill', () => {
  const drill = { id: CLEO.id, name: 'Ada Park' };
  const options = { drill, policyId: null, page: [named(user('ada'), 'Ada Park')] };

  it('that is answered is over with the answer, in one commit', () => {
    expect(given(triggered(options)).when({ type: 'Acknowledge' })).toMatchObject([
      { type: 'IncidentAcknowledged' },
      { type: 'IncidentResolved', summary: 'the drill was answered' },
    ]);
    expect(incidentAfter(declareCommand(options), { type: 'Acknowledge', by: ADA, at: later(60) })).toMatchObject({
      status: 'resolved',
      drill,
    });
  });

  it('that goes unanswered is over with its one level', () => {
    expect(given(triggered(options)).when({ type: 'ReportExhausted', runId: run(1) })).toMatchObject([
      { type: 'EscalationExhausted' },
      { type: 'IncidentResolved', summary: 'the drill went unanswered' },
    ]);
  });

  it('is no incident that is meant, nor the other way round', () => {
    expect(triggered().drill).toBeUndefined();
    expect(given(triggered()).when({ type: 'Acknowledge' })).toHaveLength(1);
  });
});
