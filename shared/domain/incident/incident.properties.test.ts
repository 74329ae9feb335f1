import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IncidentId, RunId, UserId } from '../../lib/ids.ts';
import { named, user } from '../escalation/fixtures/directory.ts';
import type { Actor } from './actor.ts';
import type { IncidentCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { IncidentEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { ADA, alert, BEN, declareCommand, later, MONITOR, TIMER } from './fixtures/incident.ts';
import { ALERTS_MAX, type Incident, pagingRun, ROLES } from './incident.ts';
import { SEVERITIES } from './severity.ts';

const actor: fc.Arbitrary<Actor> = fc.constantFrom(ADA, BEN, MONITOR, TIMER);
const asked = (ids: readonly string[]) => ids.map((id) => named(user(id), id));
const severity = fc.constantFrom(...SEVERITIES);
/** Few, so that they meet each other; and names that an object has anyway. */
const dedupKey = fc.constantFrom('a', 'b', 'checkout', '__proto__', 'constructor', 'toString');
const incidentId = fc.constantFrom(
  '01JDBX0000000000000000000A',
  '01JDBX0000000000000000000B',
  '01JDBX0000000000000000000C',
);
const person = fc.option(fc.constantFrom('ada', 'ben', '__proto__').map((id) => ({ id: id as UserId, name: id })));

const page = fc.uniqueArray(fc.constantFrom('ada', 'ben', '__proto__'), { maxLength: 2 }).map(asked);

const body: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constant('ReceiveAlert'),
    alert: fc.record({ key: dedupKey, severity }).map(({ key, ...more }) => alert(key, more)),
  }),
  fc.record({ type: fc.constant('ResolveAlert'), dedupKey }),
  fc.record({ type: fc.constant('Acknowledge') }),
  fc.record({
    type: fc.constant('Update'),
    message: fc.string(),
    nextUpdateDueAt: fc.constantFrom(null, later(9)),
    severity: fc.option(severity),
  }),
  fc.record({ type: fc.constant('ChangeSeverity'), severity }),
  fc.record({ type: fc.constant('AssignRole'), role: fc.constantFrom(...ROLES), person }),
  fc.record({ type: fc.constant('AddNote'), text: fc.string() }),
  fc.record({ type: fc.constant('Escalate'), reason: fc.option(fc.string()), page: fc.option(page) }),
  fc.record({
    type: fc.constant('ReportExhausted'),
    runId: fc.integer({ min: 1, max: 12 }).map((n) => `r${n}` as RunId),
  }),
  fc.record({ type: fc.constant('Resolve'), summary: fc.option(fc.string()) }),
  fc.record({ type: fc.constant('Reopen'), reason: fc.option(fc.string()) }),
  fc.record({ type: fc.constant('Merge'), into: incidentId, intoNumber: fc.integer({ min: 1 }) }),
  fc.record({
    type: fc.constant('Absorb'),
    from: incidentId,
    fromNumber: fc.integer({ min: 1 }),
    alerts: fc.uniqueArray(dedupKey, { maxLength: 3 }),
  }),
  fc.constant(declareCommand()),
);

const commands: fc.Arbitrary<readonly IncidentCommand[]> = fc
  .tuple(fc.boolean(), page, fc.array(fc.tuple(body, actor), { maxLength: 25 }))
  .map(([paged, wanted, rest]) => [
    declareCommand(paged ? { page: wanted } : { policyId: null, page: wanted }),
    ...rest.map(([command, by], index) => ({ ...command, by, at: later(index + 1) }) as IncidentCommand),
  ]);

interface Step {
  readonly command: IncidentCommand;
  readonly before: Incident | undefined;
  readonly events: readonly IncidentEvent[];
  readonly after: Incident | undefined;
}

const play = (played: readonly IncidentCommand[]): readonly Step[] => {
  const steps: Step[] = [];
  let before: Incident | undefined;
  for (const command of played) {
    const decision = decide(command, before);
    const events = decision.ok ? decision.value : [];
    const next: Incident | undefined = events.length > 0 ? evolve(before, events) : before;
    steps.push({ command, before, events, after: next });
    before = next;
  }
  return steps;
};

const committed = (steps: readonly Step[]) => steps.filter(({ events }) => events.length > 0);

it('is, at every moment, its log replayed; its version is the number of commits', () => {
  fc.assert(
    fc.property(commands, (played) => {
      const log = committed(play(played));
      let replayed: Incident | undefined;
      for (const [index, { events, after: stored }] of log.entries()) {
        replayed = evolve(replayed, events);
        expect(replayed).toEqual(stored);
        expect(replayed.version).toBe(index + 1);
      }
    }),
  );
});

it('is, from any head, the head with the commits after it', () => {
  fc.assert(
    fc.property(commands, fc.nat(), (played, cut) => {
      const log = committed(play(played));
      const from = cut % log.length;
      const tail = log
        .slice(from + 1)
        .reduce<Incident | undefined>((head, { events }) => evolve(head, events), log[from]?.after);
      expect(tail).toEqual(log.at(-1)?.after);
    }),
  );
});

it('survives being written as JSON between any two commits', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { after: state } of committed(play(played))) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
  );
});

it('takes an acknowledgement back only by Escalate, and an end only by Reopen', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { command, before, after: next } of play(played)) {
        const edge = `${before?.status ?? 'undeclared'}>${next?.status ?? 'undeclared'}`;
        if (edge === 'acknowledged>triggered') expect(command.type).toBe('Escalate');
        if (edge === 'resolved>triggered') expect(command.type).toBe('Reopen');
        expect(edge).not.toBe('resolved>acknowledged');
        if (edge.endsWith('>acknowledged') && edge !== 'acknowledged>acknowledged')
          expect(command.type).toBe('Acknowledge');
      }
    }),
  );
});

it('pages only while it is triggered, by the run of the newest commit that began one', () => {
  fc.assert(
    fc.property(commands, (played) => {
      let newest: RunId | null = null;
      for (const { events, after: state } of play(played)) {
        for (const event of events) {
          if (
            event.type === 'IncidentDeclared' ||
            event.type === 'IncidentReopened' ||
            event.type === 'IncidentEscalated'
          )
            newest = event.runId;
        }
        if (state) expect(pagingRun(state)).toBe(state.status === 'triggered' ? newest : null);
      }
    }),
  );
});

it('never names two runs alike', () => {
  fc.assert(
    fc.property(commands, (played) => {
      const runs = play(played)
        .flatMap(({ events }) => events)
        .flatMap((event) =>
          'runId' in event && event.runId && event.type !== 'EscalationExhausted' ? [event.runId] : [],
        );
      expect(new Set(runs).size).toBe(runs.length);
    }),
  );
});

const REPEATS_REFUSED: ReadonlySet<IncidentCommand['type']> = new Set([
  ...(['Declare', 'ReceiveAlert', 'ResolveAlert', 'Acknowledge', 'ChangeSeverity', 'AssignRole'] as const),
  ...(['ReportExhausted', 'Resolve', 'Reopen', 'Merge', 'Absorb'] as const),
]);

it('refuses the same command at once again, wherever saying it twice means it once', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { command, events, after: state } of play(played)) {
        if (events.length > 0 && REPEATS_REFUSED.has(command.type)) expect(decide(command, state).ok).toBe(false);
      }
    }),
  );
});

it('never decides on nothing, keeps who and when of the command, and stays bounded', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { command, before, events, after: state } of play(played)) {
        const decision = decide(command, before);
        if (decision.ok) expect(decision.value.length).toBeGreaterThan(0);
        for (const event of events) expect(event).toMatchObject({ by: command.by, at: command.at });
        expect(Object.keys(state?.alerts ?? {}).length).toBeLessThanOrEqual(ALERTS_MAX);
      }
    }),
  );
});

it('leaves what it was given as it was', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { command, before, events } of play(played)) {
        const copy = structuredClone(before);
        decide(command, before);
        if (events.length > 0) evolve(before, events);
        expect(before).toEqual(copy);
      }
    }),
  );
});

it('absorbs the alerts of another only as far as its bound', () => {
  const many = Array.from({ length: ALERTS_MAX }, (_, n) => `alert ${n}`);
  const full = evolve(undefined, (decide(declareCommand(), undefined) as { value: readonly IncidentEvent[] }).value);
  const absorb: IncidentCommand = {
    type: 'Absorb',
    from: '01JDBX0000000000000000000C' as IncidentId,
    fromNumber: 9,
    alerts: many,
    by: ADA,
    at: later(1),
  };
  const decision = decide(absorb, full);
  const state = decision.ok ? evolve(full, decision.value) : full;
  expect(Object.keys(state.alerts).length).toBeLessThanOrEqual(ALERTS_MAX);
});

it('has a run to page with whenever it is triggered and there is anybody that it was told to page', () => {
  fc.assert(
    fc.property(commands, (played) => {
      for (const { command, events, after: state } of play(played)) {
        const isAsked = (command.type === 'Declare' || command.type === 'Escalate') && (command.page ?? []).length > 0;
        if (events.length > 0 && isAsked && state) expect(pagingRun(state)).not.toBeNull();
      }
    }),
  );
});
