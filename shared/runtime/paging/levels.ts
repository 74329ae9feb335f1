import type { DirectoryStore } from '../../data/directory-store.ts';
import type { PageStore } from '../../data/page-store.ts';
import type { TurnStore } from '../../data/turn-store.ts';
import { HIGH, urgencyOf } from '../../domain/directory/urgency.ts';
import type { Urgency } from '../../domain/directory/usable-rules.ts';
import type { Directory } from '../../domain/escalation/advance.ts';
import { type Course, courseOf } from '../../domain/escalation/course.ts';
import type { Chosen, Cursor, EscalationRun, LevelReached, Told } from '../../domain/escalation/run.ts';
import { type RunStep, type StepOptions, stepOfRun } from '../../domain/escalation/step-of-run.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { beginPage, beginPlacePage } from '../../domain/paging/begin-page.ts';
import type { Exhausted } from '../../domain/paging/message-texts.ts';
import { branchOf, nextStep, type Page } from '../../domain/paging/page.ts';
import type { Instant } from '../../lib/instant.ts';
import { log } from '../log.ts';
import type { StateMachines } from '../state-machines.ts';
import { labelOf } from './label.ts';

export interface LevelDeps {
  readonly pages: PageStore;
  readonly turns: TurnStore;
  readonly directory: DirectoryStore;
  readonly machines: StateMachines;
  readonly region: string;
}

/** Begins a page once, and an execution for it. */
const begin = async (deps: LevelDeps, page: Page, at: Instant): Promise<void> => {
  await deps.pages.begin(page);
  const name = `${page.incidentId}-${page.pageId}-1`;
  // A rule that is due at once is sent without being planned first: one function and two reads less on the way.
  const first = nextStep(page, at);
  const rule = page.rules[0];
  const isNow = first.type === 'send' && rule?.delaySeconds === 0;
  const plan = isNow ? { action: 'send', step: 0, channel: branchOf(rule) } : null;
  await deps.machines.start('paging', name, { incidentId: page.incidentId, pageId: page.pageId, baton: 1, plan });
};

/** Begins the pages of people and places that a level, or the fallback, has chosen. Safe to do again. */
export const beginPages = async (
  deps: LevelDeps,
  run: EscalationRun,
  cursor: Cursor | 'fallback',
  { chosen, told = [] }: { readonly chosen: readonly Chosen[]; readonly told?: readonly Told[] | undefined },
  facts: {
    readonly incident: Incident;
    readonly at: Instant;
    readonly exhausted: Exhausted | null;
    readonly urgency?: Urgency | undefined;
  },
): Promise<void> => {
  const urgency = cursor === 'fallback' ? undefined : facts.urgency;
  const pageFacts = {
    incidentId: run.incidentId,
    runId: run.runId,
    cursor,
    label: labelOf(facts.incident),
    acceptedAt: run.runId === 'r1' && run.reached.length === 0 ? facts.incident.declaredAt : null,
    exhausted: facts.exhausted,
    startedAt: facts.at,
    ...(urgency ? { urgency } : {}),
  };
  await Promise.all(
    chosen.map(async ({ userId }) => {
      const user = await deps.directory.user(userId);
      return begin(deps, beginPage(pageFacts, userId, user), facts.at);
    }),
  );
  // After the people: nobody's phone waits for a place.
  await Promise.all(told.map((place, index) => begin(deps, beginPlacePage(pageFacts, place, index), facts.at)));
};

/** Pages the people of the level that was reached, and then tells its places and those of levels that were passed over. */
export const beginLevels = async (
  deps: LevelDeps,
  run: EscalationRun,
  reached: readonly LevelReached[],
  facts: { readonly incident: Incident; readonly at: Instant },
): Promise<void> => {
  for (const level of reached.toReversed()) {
    await beginPages(deps, run, level, level, { ...facts, exhausted: null, urgency: level.urgency });
  }
};

/** The policy of a run, or the incident's, whose fallback is told when those who were asked for by name do not answer. */
export const policyOf = async (deps: LevelDeps, incident: Incident, run: EscalationRun) => {
  const policyId = run.policyId ?? incident.policyId;
  return policyId ? deps.directory.policy(policyId) : undefined;
};

/** How urgent it is now, by its service; a service that is gone, or was never named, says nothing. */
const judge = async (deps: LevelDeps, { service, severity }: Incident, at: Instant) => {
  const known = service && (await deps.directory.service(service.id));
  return known ? urgencyOf(known.urgency, severity, at) : HIGH;
};

/** A level that nobody could be paged at is said aloud. */
export const tellSkipped = (run: EscalationRun, reached: readonly LevelReached[]): void => {
  for (const { round, level, skipped } of reached) {
    if (skipped.length === 0) continue;
    log.warn('escalation.level-skipped', {
      incidentId: run.incidentId,
      runId: run.runId,
      round,
      level,
      skipped: skipped.length,
    });
  }
};

/**
 * What a run does now. Where it comes to levels whose people take turns, their turns are taken first. Whose turn it
 * is does not change which levels it comes to.
 */
const stepInTurn = async (
  deps: LevelDeps,
  run: EscalationRun,
  course: Course,
  directory: Directory,
  options: StepOptions,
): Promise<RunStep> => {
  const step = stepOfRun(course, run, directory, options);
  const { incidentId, runId, policyId } = run;
  if (step.type === 'quiet' || policyId === null) return step;
  const levels = [...new Set(step.reached.map(({ level }) => level))];
  const turning = levels.filter((level) => course.policy.levels[level]?.roundRobin);
  if (turning.length === 0) return step;
  const take = async (level: number) => [level, await deps.turns.take({ incidentId, runId, policyId, level })] as const;
  const turns = new Map(await Promise.all(turning.map(take)));
  return stepOfRun(course, run, directory, { ...options, turns });
};

/** What a run that is due does now, or undefined when there is no policy any more, nor anybody who was asked for by name. */
export const stepNow = async (
  deps: LevelDeps,
  incident: Incident,
  run: EscalationRun,
  at: Instant,
): Promise<RunStep | undefined> => {
  const [ofRun, judged] = await Promise.all([policyOf(deps, incident, run), judge(deps, incident, at)]);
  const course = courseOf(run, ofRun);
  if (!course) return undefined;
  const directory = await deps.directory.directoryOf(course.policy, course.asked);
  return stepInTurn(deps, run, course, directory, { at, region: deps.region, judged });
};

/** The run once the pages of a step have been begun. */
export const afterLevels = (run: EscalationRun, step: Extract<RunStep, { type: 'page' }>): EscalationRun => ({
  ...run,
  // A call for people by name leaves the policy where it stands: an escalation after it goes on there.
  next: run.policyId === null ? run.next : step.next,
  dueAt: step.dueAt,
  reached: [...run.reached, ...step.reached],
});
