import { HIGH, urgencyOf } from '../../shared/domain/directory/urgency.ts';
import type { Urgency } from '../../shared/domain/directory/usable-rules.ts';
import { resolveTargets } from '../../shared/domain/escalation/advance.ts';
import { courseOf } from '../../shared/domain/escalation/course.ts';
import type { Chosen, Cursor, EscalationRun, LevelReached } from '../../shared/domain/escalation/run.ts';
import { stepOfRun } from '../../shared/domain/escalation/step-of-run.ts';
import { answerOf, type Incident, pagingRun } from '../../shared/domain/incident/incident.ts';
import { beginPage } from '../../shared/domain/paging/begin-page.ts';
import type { Exhausted } from '../../shared/domain/paging/message-texts.ts';
import { nextStep } from '../../shared/domain/paging/page.ts';
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

const beginPages = async (
  deps: EscalationDeps,
  run: EscalationRun,
  cursor: Cursor | 'fallback',
  chosen: readonly Chosen[],
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
      const page = beginPage(pageFacts, userId, user);
      await deps.pages.begin(page);
      const name = `${page.incidentId}-${page.pageId}-1`;
      // A rule that is due at once is sent without being planned first: one function and two reads less on the way.
      const first = nextStep(page, facts.at);
      const rule = page.rules[0];
      const isNow = first.type === 'send' && rule?.delaySeconds === 0;
      const plan = isNow ? { action: 'send', step: 0, channel: rule.channel } : null;
      await deps.machines.start('paging', name, { incidentId: page.incidentId, pageId: page.pageId, baton: 1, plan });
    }),
  );
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
  if (chosen.length === 0) log.error('escalation.nobody-told', { incidentId: run.incidentId, runId: run.runId });
  await beginPages(deps, run, 'fallback', chosen, { incident, at, exhausted });
  const told =
    chosen.length > 0 ? `told ${chosen.map(({ name }) => name).join(', ')}` : 'there was no fallback contact to tell';
  const ended = course
    ? `it is exhausted, ${told}`
    : 'its policy does not exist any more, and there was nobody to tell';
  await deps.runs.save({ ...run, status: 'over', ended, dueAt: at, reached: all }, run.baton);
  await deps.commands.tellLevel(incident, run.runId);
  return over(ended);
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
  const step = stepOfRun(course, run, directory, { at, region: deps.region, judged });
  if (step.type === 'quiet') return rest(deps, run, step.dueAt);
  tellSkipped(run, step.reached);
  if (step.type === 'exhausted') return exhaust(deps, incident, run, step.reached, at);
  const level = step.reached.at(-1);
  const facts = { incident, at, exhausted: null, urgency: level?.urgency };
  if (level) await beginPages(deps, run, level, level.chosen, facts);
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
