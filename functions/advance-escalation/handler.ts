import { HIGH, urgencyOf } from '../../shared/domain/directory/urgency.ts';
import type { Urgency } from '../../shared/domain/directory/usable-rules.ts';
import { type Directory, resolveTargets } from '../../shared/domain/escalation/advance.ts';
import { type Course, courseOf } from '../../shared/domain/escalation/course.ts';
import { placesOf } from '../../shared/domain/escalation/place.ts';
import type { Chosen, Cursor, EscalationRun, LevelReached, Told } from '../../shared/domain/escalation/run.ts';
import { type RunStep, type StepOptions, stepOfRun } from '../../shared/domain/escalation/step-of-run.ts';
import { answerOf, type Incident, pagingRun } from '../../shared/domain/incident/incident.ts';
import { beginPage, beginPlacePage } from '../../shared/domain/paging/begin-page.ts';
import type { Exhausted } from '../../shared/domain/paging/message-texts.ts';
import { branchOf, nextStep, type Page } from '../../shared/domain/paging/page.ts';
import type { IncidentId, RunId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { type EscalationDeps, escalationDeps } from '../../shared/runtime/escalation-deps.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { whyOver } from '../../shared/runtime/paging/fence.ts';
import { labelOf } from '../../shared/runtime/paging/label.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

export interface AdvanceInput {
  readonly incidentId: IncidentId;
  readonly runId: RunId;
  readonly baton: number;
}

export type AdvanceOutput =
  | { readonly action: 'wait'; readonly until: Instant }
  | { readonly action: 'over'; readonly why: string };

const over = (why: string): AdvanceOutput => ({ action: 'over', why });

/** Begins a page once, and an execution for it. */
const begin = async (deps: EscalationDeps, page: Page, at: Instant): Promise<void> => {
  await deps.pages.begin(page);
  const name = `${page.incidentId}-${page.pageId}-1`;
  // A rule that is due at once is sent without being planned first: one function and two reads less on the way.
  const first = nextStep(page, at);
  const rule = page.rules[0];
  const isNow = first.type === 'send' && rule?.delaySeconds === 0;
  const plan = isNow ? { action: 'send', step: 0, channel: branchOf(rule) } : null;
  await deps.machines.start('paging', name, { incidentId: page.incidentId, pageId: page.pageId, baton: 1, plan });
};

const beginPages = async (
  deps: EscalationDeps,
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
const beginLevels = async (
  deps: EscalationDeps,
  run: EscalationRun,
  reached: readonly LevelReached[],
  facts: { readonly incident: Incident; readonly at: Instant },
): Promise<void> => {
  for (const level of reached.toReversed()) {
    await beginPages(deps, run, level, level, { ...facts, exhausted: null, urgency: level.urgency });
  }
};

/** The policy of a run, or the incident's, whose fallback is told when those who were asked for by name do not answer. */
const policyOf = async (deps: EscalationDeps, incident: Incident, run: EscalationRun) => {
  const policyId = run.policyId ?? incident.policyId;
  return policyId ? deps.directory.policy(policyId) : undefined;
};

/** How urgent it is now, by its service; a service that is gone, or was never named, says nothing. */
const judge = async (deps: EscalationDeps, { service, severity }: Incident, at: Instant) => {
  const known = service && (await deps.directory.service(service.id));
  return known ? urgencyOf(known.urgency, severity, at) : HIGH;
};

const tellSkipped = (run: EscalationRun, reached: readonly LevelReached[]): void => {
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

/** Nobody is left to page: it goes on the record, and then the fallback contact is told, as loudly as any page. */
const exhaust = async (
  deps: EscalationDeps,
  incident: Incident,
  run: EscalationRun,
  reached: readonly LevelReached[],
  at: Instant,
): Promise<AdvanceOutput> => {
  const all = [...run.reached, ...reached];
  await deps.commands.reportExhausted(run.incidentId, run.runId, at);
  if (incident.drill) {
    const ended = 'the drill went unanswered';
    await deps.runs.save({ ...run, status: 'over', ended, dueAt: at, reached: all }, run.baton);
    return over(ended);
  }
  measure('EscalationsExhausted', 1);
  log.error('escalation.exhausted', { incidentId: run.incidentId, runId: run.runId });
  const course = courseOf(run, await policyOf(deps, incident, run));
  const fallback = course?.policy.fallback ?? [];
  const { chosen } = resolveTargets(fallback, await deps.directory.directoryOf({ levels: [], fallback }), at);
  const anybody = all.some((level) => level.chosen.length > 0);
  const exhausted: Exhausted = anybody
    ? { why: 'nobody-answered', rounds: course?.policy.rounds ?? 1, at }
    : { why: 'nobody-to-page', at };
  const places = placesOf(fallback);
  if (chosen.length + places.length === 0)
    log.error('escalation.nobody-told', { incidentId: run.incidentId, runId: run.runId });
  await beginPages(deps, run, 'fallback', { chosen, told: places }, { incident, at, exhausted });
  await beginLevels(deps, run, reached, { incident, at });
  const names = [...chosen, ...places].map(({ name }) => name);
  const told = names.length > 0 ? `told ${names.join(', ')}` : 'there was no fallback contact to tell';
  const ended = course
    ? `it is exhausted, ${told}`
    : 'its policy does not exist any more, and there was nobody to tell';
  await deps.runs.save({ ...run, status: 'over', ended, dueAt: at, reached: all }, run.baton);
  await deps.commands.tellLevel(incident, run.runId);
  return over(ended);
};

/**
 * What a run does now. Where it comes to levels whose people take turns, their turns are taken first. Whose turn it
 * is does not change which levels it comes to.
 */
const stepInTurn = async (
  deps: EscalationDeps,
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

/** Of low urgency, and unanswered: nobody else is paged, and it is looked at again later. */
const rest = async (deps: EscalationDeps, run: EscalationRun, until: Instant): Promise<AdvanceOutput> => {
  if (!(await deps.runs.save({ ...run, dueAt: until }, run.baton))) return over('another execution drives this run');
  return { action: 'wait', until };
};

/** Escalation task: what is true now that this run's deadline has come? Page the next level, wait, or end. */
export const advanceEscalation = async (
  deps: EscalationDeps,
  input: AdvanceInput,
  { at }: Invocation,
): Promise<AdvanceOutput> => {
  const [run, { incident }] = await Promise.all([
    deps.runs.get(input.incidentId, input.runId),
    deps.incidents.load(input.incidentId),
  ]);
  if (!run || run.baton !== input.baton) return over('another execution drives this run');
  if (run.status === 'over') return over(run.ended ?? 'it is over');
  if (!incident || pagingRun(incident) !== run.runId) {
    const ended = whyOver(incident);
    const endedAt = (incident && answerOf(incident)?.at) ?? at;
    await deps.runs.save({ ...run, status: 'over', ended, dueAt: endedAt }, run.baton);
    return over(ended);
  }
  if (run.dueAt > at) return { action: 'wait', until: run.dueAt };
  const [ofRun, judged] = await Promise.all([policyOf(deps, incident, run), judge(deps, incident, at)]);
  const course = courseOf(run, ofRun);
  if (!course) return exhaust(deps, incident, run, [], at);
  const directory = await deps.directory.directoryOf(course.policy, course.asked);
  const step = await stepInTurn(deps, run, course, directory, { at, region: deps.region, judged });
  if (step.type === 'quiet') return rest(deps, run, step.dueAt);
  tellSkipped(run, step.reached);
  if (step.type === 'exhausted') return exhaust(deps, incident, run, step.reached, at);
  await beginLevels(deps, run, step.reached, { incident, at });
  const saved = await deps.runs.save(
    {
      ...run,
      // A call for people by name leaves the policy where it stands: an escalation after it goes on there.
      next: run.policyId === null ? run.next : step.next,
      dueAt: step.dueAt,
      reached: [...run.reached, ...step.reached],
    },
    run.baton,
  );
  if (!saved) return over('another execution drives this run');
  await deps.commands.tellLevel(incident, run.runId);
  return { action: 'wait', until: step.dueAt };
};

export const handler = task(advanceEscalation, { deps: escalationDeps });
