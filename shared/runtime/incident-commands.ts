import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import type { Commit, IncidentStore } from '../data/incident-store.ts';
import type { RunStore } from '../data/run-store.ts';
import { besideRun } from '../domain/escalation/beside.ts';
import type { NamedTarget, PersonTarget } from '../domain/escalation/policy.ts';
import type { EscalationRun } from '../domain/escalation/run.ts';
import { system } from '../domain/incident/actor.ts';
import type { IncidentCommand, Refusal } from '../domain/incident/commands.ts';
import { decide } from '../domain/incident/decide.ts';
import type { EventOf, IncidentEvent } from '../domain/incident/events.ts';
import { evolve } from '../domain/incident/evolve.ts';
import { type Incident, pagingRun } from '../domain/incident/incident.ts';
import { isWorse } from '../domain/incident/severity.ts';
import type { Attempt, Page } from '../domain/paging/page.ts';
import type { IncidentId, RunId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Bus, type BusEvent, EVENTS_MAX } from './bus.ts';
import { errorFacts, log } from './log.ts';
import type { FirstLevel } from './paging/first-level.ts';
import { handOverRun } from './paging/hand-over.ts';
import type { StateMachines } from './state-machines.ts';

export interface CommandDeps {
  readonly incidents: IncidentStore;
  readonly runs: RunStore;
  readonly machines: StateMachines;
  readonly bus: Bus;
  readonly region: string;
  /** Pages the first level of a run that begins; without it, its execution does. */
  readonly firstLevel?: FirstLevel;
}

/** Tries at one command when others commit at the same time; then it is an error that the caller may retry. */
const TRIES_MAX = 12;
const PAUSE_MS_MAX = 120;

export class ContentionError extends Error {
  override readonly name = 'ContentionError';
}

/** What a refused command leaves standing: the reason, and the incident as it is. */
export type Refused = { readonly refusal: Refusal; readonly incident: Incident | undefined };

type BeginRun = Pick<EscalationRun, 'runId' | 'policyId' | 'insisted'> & {
  readonly at: Instant;
  readonly afterRunId: RunId | null;
  readonly adHoc: readonly PersonTarget[] | null;
  readonly beside?: boolean;
};

/** Whoever was asked for by name, without the names; null when nobody was. */
const targetsOf = (page: readonly NamedTarget[] | null | undefined): readonly PersonTarget[] | null =>
  page && page.length > 0 ? page.map(({ name: _name, ...target }) => target) : null;

const runOfDeclared = ({ policyId }: Incident, event: EventOf<'IncidentDeclared'>, runId: RunId): BeginRun => ({
  runId,
  at: event.at,
  afterRunId: null,
  policyId,
  adHoc: targetsOf(event.page),
});

/** Those who are asked for by name are paged instead of the policy's next level, beside those who are being paged. */
const runOfEscalated = ({ policyId }: Incident, event: EventOf<'IncidentEscalated'>): BeginRun => {
  const { runId, at, afterRunId, beside = false } = event;
  const adHoc = targetsOf(event.page);
  return { runId, at, afterRunId, policyId: adHoc ? null : policyId, adHoc, insisted: true, beside };
};

const runOfReopened = ({ policyId }: Incident, { at }: EventOf<'IncidentReopened'>, runId: RunId): BeginRun => ({
  runId,
  at,
  afterRunId: null,
  policyId,
  adHoc: null,
});

const levelReached = ({ id: incidentId, number }: Incident, runId: RunId): BusEvent => ({
  type: 'LevelReached',
  detail: { incidentId, number, runId },
});

/** Who was asked to page whom, and what became of it. Without the address: what is kept for years cannot be forgotten. */
const pageAttempted = (page: Page, attempt: Attempt): BusEvent => ({
  type: 'PageAttempted',
  detail: {
    incidentId: page.incidentId,
    number: page.label.number,
    runId: page.runId,
    pageId: page.pageId,
    attemptId: attempt.attemptId,
    userId: page.userId,
    userName: page.userName,
    channel: attempt.channel,
    provider: attempt.provider,
    outcome: attempt.outcome,
    receipt: attempt.receipt?.status ?? null,
    why: attempt.detail,
    region: attempt.region,
    at: attempt.outcomeAt ?? attempt.claimedAt,
  },
});

/** The one way to change an incident: load, decide, commit with one conditional put, then the effects (ADR 0001). */
export const incidentCommands = (deps: CommandDeps) => {
  const { incidents, runs, machines, bus } = deps;

  const beginRun = async (incident: Incident, begun: BeginRun): Promise<readonly BusEvent[]> => {
    const { runId, at, afterRunId, policyId, adHoc, insisted, beside } = begun;
    if (!policyId && !adHoc) return [];
    const before = afterRunId ? await runs.get(incident.id, afterRunId) : undefined;
    // An escalation goes on behind the level that was paged last; behind the last level it begins at the first again.
    const alone = { policyId, adHoc, next: { round: 0, level: before?.next.level ?? 0 } };
    // Whoever was to begin the run before may have died first: what it would have begun with goes on all the same.
    const unbegun = { policyId: incident.policyId, adHoc: null, next: { round: 0, level: 0 }, reached: [] };
    const begins = beside && adHoc ? besideRun(before ?? unbegun, adHoc) : alone;
    const run: EscalationRun = {
      incidentId: incident.id,
      runId,
      ...begins,
      ...(insisted ? { insisted } : {}),
      status: 'running',
      ended: null,
      dueAt: at,
      baton: 1,
      startedAt: at,
      reached: [],
    };
    const paged = await deps.firstLevel?.(incident, run);
    const isNew = await runs.begin(paged ?? run);
    const input = { incidentId: incident.id, runId, baton: 1 };
    // Not if the run is there already: then its item is what counts, and the execution asks it.
    const step = isNew && paged ? { step: { action: 'wait', until: paged.dueAt } } : {};
    await machines.start('escalation', `${incident.id}-${runId}-1`, { ...input, ...step });
    const is = isNew ? paged : await runs.get(incident.id, runId);
    // Told again when the effects are done again: who did them first may have died before the bus.
    return is && is.reached.length > 0 ? [levelReached(incident, runId)] : [];
  };

  /** What was not urgent and is worse now is looked at at once: it does not wait for the time that it was to rest. */
  const lookAgain = async (incident: Incident, { from, to, at }: EventOf<'SeverityChanged'>): Promise<void> => {
    const runId = pagingRun(incident);
    const run = runId && isWorse(to, from) ? await runs.get(incident.id, runId) : undefined;
    const isResting = run?.status === 'running' && run.reached.at(-1)?.urgency === 'low' && run.dueAt > at;
    if (isResting) await handOverRun({ runs, machines }, run, at);
  };

  /**
   * The other incident takes the alerts over. If it has ended meanwhile (the two were merged into each other at once, or
   * it was resolved), this one is opened again: a merge must never leave alerts with nobody.
   */
  const handOn = async (incident: Incident, { into, by, at }: EventOf<'IncidentMerged'>): Promise<void> => {
    const alerts = Object.keys(incident.alerts).filter((key) => incident.alerts[key] === 'firing');
    const absorbed = await execute(into, {
      type: 'Absorb',
      from: incident.id,
      fromNumber: incident.number,
      alerts,
      by,
      at,
    });
    if (absorbed.ok || absorbed.error.refusal.code !== 'already-resolved') return;
    if (absorbed.error.incident?.absorbed.includes(incident.id)) return;
    const reason = 'the incident that it was merged into is over';
    await execute(incident.id, { type: 'Reopen', reason, by: system('merge'), at });
  };

  /** Does what follows from an event, and says what else the bus is to hear. */
  const effectOf = async (incident: Incident, event: IncidentEvent): Promise<readonly BusEvent[]> => {
    switch (event.type) {
      case 'IncidentDeclared': {
        const run = event.runId && runOfDeclared(incident, event, event.runId);
        const [begun] = await Promise.all([
          run ? beginRun(incident, run) : [],
          incidents.nameNumber(event.number, incident.id),
        ]);
        return begun;
      }
      case 'IncidentEscalated':
        return beginRun(incident, runOfEscalated(incident, event));
      case 'IncidentReopened':
        return event.runId ? beginRun(incident, runOfReopened(incident, event, event.runId)) : [];
      case 'SeverityChanged':
        await lookAgain(incident, event);
        return [];
      case 'IncidentMerged':
        await handOn(incident, event);
        return [];
      default:
        return [];
    }
  };

  const busEvent = (incident: Incident, commit: Commit, event: IncidentEvent): BusEvent => ({
    type: event.type,
    detail: {
      incidentId: incident.id,
      number: incident.number,
      seq: commit.seq,
      region: commit.region,
      status: incident.status,
      severity: incident.severity,
      serviceId: incident.service?.id ?? null,
      declaredAt: incident.declaredAt,
      drill: incident.drill !== undefined,
      event,
    },
  });

  /** The effects of all events, and then the bus: phones before whoever only looks. */
  const effectsOf = async (incident: Incident, commit: Commit): Promise<readonly PromiseSettledResult<unknown>[]> => {
    const done = await Promise.allSettled(commit.events.map((event) => effectOf(incident, event)));
    const further = done.flatMap((effect) => (effect.status === 'fulfilled' ? effect.value : []));
    const events = [...commit.events.map((event) => busEvent(incident, commit, event)), ...further];
    return [...done, ...(await Promise.allSettled([bus.publish(events)]))];
  };

  /**
   * Does what follows from a commit. Safe to do again, any number of times, by anybody. A failure to write the head is
   * thrown: it closes the fence, and an answer is confirmed only behind it. Whatever else fails keeps the commit's
   * outbox mark, and the sweeper does it all again. A send that is faster than the head mends it (`passFence`).
   */
  const finish = async (incident: Incident, commit: Commit): Promise<boolean> => {
    const [head, done] = await Promise.allSettled([incidents.project(incident), effectsOf(incident, commit)]);
    if (head.status === 'rejected') throw head.reason;
    const effects = done.status === 'fulfilled' ? done.value : [done];
    const isDone = effects.every(({ status }) => status === 'fulfilled');
    const cleared = isDone ? await Promise.allSettled([incidents.clearOutbox(incident.id, commit.seq)]) : [];
    const failed = [...effects, ...cleared].filter((effect) => effect.status === 'rejected');
    if (failed.length === 0) return true;
    for (const { reason } of failed) {
      log.warn('effects.incomplete', { incidentId: incident.id, seq: commit.seq, ...errorFacts(reason) });
    }
    return false;
  };

  const execute = async (incidentId: IncidentId, command: IncidentCommand): Promise<Result<Incident, Refused>> => {
    const commitId = ulid();
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const known = command.type === 'Declare' && tries === 0;
      const { incident, newest } = known ? { incident: undefined, newest: [] } : await incidents.load(incidentId);
      const own = newest.find((commit) => commit.commitId === commitId);
      if (own && incident) {
        await finish(incident, own);
        return ok(incident);
      }
      const decision = decide(command, incident);
      if (!decision.ok) return err({ refusal: decision.error, incident });
      const after = evolve(incident, decision.value);
      const commit = {
        incidentId,
        seq: after.version,
        commitId,
        events: decision.value,
        at: command.at,
        region: deps.region,
      };
      if (await incidents.append(commit)) {
        await finish(after, commit);
        return ok(after);
      }
      await pause(randomInt(1, Math.min(PAUSE_MS_MAX, 4 << tries)));
    }
    throw new ContentionError(`incident ${incidentId} was changed by others ${TRIES_MAX} times`);
  };

  return {
    /**
     * Carries out a command and says what the incident is then, or why nothing was changed.
     * @throws ContentionError when others were faster every time; and what the table throws: the commit then stands or
     * it does not, and the same command again will tell.
     */
    execute,

    /** Does the effects of a commit again: for the sweeper. False: there is no such commit, or something failed again. */
    async redo(incidentId: IncidentId, seq: number): Promise<boolean> {
      const [commit, { incident }] = await Promise.all([incidents.commit(incidentId, seq), incidents.load(incidentId)]);
      return commit && incident ? finish(incident, commit) : false;
    },

    /**
     * Tells the bus that an escalation has reached a level or its end, which is no commit: for those who look, such as
     * the card in Slack. Paging does not wait for it to succeed: it never throws.
     */
    async tellLevel(incident: Incident, runId: RunId): Promise<void> {
      await bus.publish([levelReached(incident, runId)]).catch((error: unknown) => {
        log.warn('effects.incomplete', { incidentId: incident.id, runId, ...errorFacts(error) });
      });
    },

    /** Tells the bus what providers were asked for a page, for the audit. It never throws, either. */
    async tellAttempts(page: Page, attempts: readonly Attempt[]): Promise<void> {
      if (attempts.length === 0) return;
      const events = attempts.map((attempt) => pageAttempted(page, attempt));
      const batches = Array.from({ length: Math.ceil(events.length / EVENTS_MAX) }, (_, at) =>
        events.slice(at * EVENTS_MAX, (at + 1) * EVENTS_MAX),
      );
      await Promise.all(batches.map((batch) => bus.publish(batch))).catch((error: unknown) => {
        log.warn('effects.incomplete', { incidentId: page.incidentId, pageId: page.pageId, ...errorFacts(error) });
      });
    },

    /** As the product itself, because time has passed. */
    reportExhausted: (incidentId: IncidentId, runId: RunId, at: Instant) =>
      execute(incidentId, { type: 'ReportExhausted', runId, by: system('escalation'), at }),
  };
};

export type IncidentCommands = ReturnType<typeof incidentCommands>;
