import { resolveTargets } from '../../shared/domain/escalation/advance.ts';
import { courseOf } from '../../shared/domain/escalation/course.ts';
import { placesOf } from '../../shared/domain/escalation/place.ts';
import type { EscalationRun, LevelReached } from '../../shared/domain/escalation/run.ts';
import { answerOf, type Incident, pagingRun } from '../../shared/domain/incident/incident.ts';
import { isWorse } from '../../shared/domain/incident/severity.ts';
import type { Exhausted } from '../../shared/domain/paging/message-texts.ts';
import type { IncidentId, RunId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { type EscalationDeps, escalationDeps } from '../../shared/runtime/escalation-deps.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { whyOver } from '../../shared/runtime/paging/fence.ts';
import { handOverRun } from '../../shared/runtime/paging/hand-over.ts';
import {
  afterLevels,
  beginLevels,
  beginPages,
  policyOf,
  stepNow,
  tellSkipped,
} from '../../shared/runtime/paging/levels.ts';
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
 * Whether it has become worse since it was judged. Whoever made it so looks for a run that rests, and had none to find
 * while this one was being begun.
 */
const hasBecomeWorse = async (deps: EscalationDeps, judged: Incident): Promise<boolean> => {
  const { incident } = await deps.incidents.load(judged.id);
  return incident !== undefined && isWorse(incident.severity, judged.severity);
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
  const step = await stepNow(deps, incident, run, at);
  if (!step) return exhaust(deps, incident, run, [], at);
  if (step.type === 'quiet') return rest(deps, run, step.dueAt);
  tellSkipped(run, step.reached);
  if (step.type === 'exhausted') return exhaust(deps, incident, run, step.reached, at);
  await beginLevels(deps, run, step.reached, { incident, at });
  const saved = await deps.runs.save(afterLevels(run, step), run.baton);
  if (!saved) return over('another execution drives this run');
  await deps.commands.tellLevel(incident, run.runId);
  if (step.reached.at(-1)?.urgency === 'low' && (await hasBecomeWorse(deps, incident))) {
    await handOverRun(deps, afterLevels(run, step), at);
    return over('it has become worse meanwhile, and is looked at again');
  }
  return { action: 'wait', until: step.dueAt };
};

export const handler = task(advanceEscalation, { deps: escalationDeps });
