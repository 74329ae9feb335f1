import { isPlaceId } from '../../domain/escalation/place.ts';
import { pagingRun } from '../../domain/incident/incident.ts';
import { afterStep, branchOf, nextStep, type Page, pageAgain, pagesOfLevel } from '../../domain/paging/page.ts';
import type { IncidentId, PageId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { EscalationDeps } from '../escalation-deps.ts';
import { log } from '../log.ts';
import { measure } from '../metrics.ts';
import type { Invocation } from '../task.ts';
import { whyOver } from './fence.ts';
import { handOverRun } from './hand-over.ts';

export interface PlanInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  /** The rule that was just worked, and whether a provider took it. */
  readonly finished?: { readonly step: number; readonly sent: boolean };
  /** A rule whose receipt says that it failed: its fallback is due now. */
  readonly failed?: { readonly step: number; readonly because: string };
}

export type PlanOutput =
  | { readonly action: 'send'; readonly step: number; readonly channel: ReturnType<typeof branchOf> }
  | { readonly action: 'fallback'; readonly step: number; readonly because: string }
  | { readonly action: 'wait'; readonly until: Instant }
  | { readonly action: 'over'; readonly why: string };

const over = (why: string): PlanOutput => ({ action: 'over', why });

/** A person whose rules are all gone since they were chosen cannot be reached: the page is over, and says so. */
const closed = (page: Page): Page =>
  page.status === 'active' && page.step >= page.rules.length
    ? { ...page, status: 'over', ended: 'no rule reached its channel' }
    : page;

/**
 * The fallback contact is the last one there is: while no channel reaches them they are told again, later, in a page of
 * its own. Providers that fail for a quarter of an hour must not end in silence.
 */
const tellAgain = async (deps: EscalationDeps, page: Page, at: Instant): Promise<void> => {
  const again = pageAgain(page, at);
  if (!again) {
    log.error('escalation.nobody-told', { incidentId: page.incidentId, runId: page.runId });
    return;
  }
  const { incidentId, pageId, baton } = again;
  await deps.pages.begin(again);
  await deps.machines.start('paging', `${incidentId}-${pageId}-${baton}`, { incidentId, pageId, baton });
};

/**
 * When nobody of a level could be reached on any channel, the next level of the round does not wait for this one's time
 * to pass. Places count where the level has nobody else: a channel that was told wakes nobody. The next round does: providers that fail this minute may be well then.
 */
const bringForward = async (deps: EscalationDeps, page: Page, at: Instant): Promise<void> => {
  // `r1.0.2.` of `r1.0.2.ada.park`: the user's id may have dots of its own.
  const level = `${page.pageId.split('.', 3).join('.')}.`;
  const [run, others] = await Promise.all([
    deps.runs.get(page.incidentId, page.runId),
    deps.pages.of(page.incidentId, level),
  ]);
  const latest = run?.reached.at(-1);
  const isLatest = latest && level === pagesOfLevel(page.runId, latest, latest.urgency);
  if (!run || run.status === 'over' || !isLatest || run.dueAt <= at) return;
  // What is not urgent rests when it is unanswered; not when nobody has even heard of it.
  const isCalm = latest.urgency === 'low';
  if (!isCalm && run.next.round !== latest.round) return;
  const people = others.filter(({ userId }) => !isPlaceId(userId));
  const counted = people.length > 0 ? people : others;
  if (!counted.every((other) => other.status === 'over' && other.stepsSent === 0)) return;
  await handOverRun(deps, isCalm ? { ...run, insisted: true } : run, at);
};

/** The audit hears of a page when it is over: no send waits for the bus then (D2). */
const told = async (deps: EscalationDeps, page: Page, why: string): Promise<PlanOutput> => {
  await deps.commands.tellAttempts(page, await deps.pages.attemptsOf(page.incidentId, page.pageId));
  return over(why);
};

const unreached = async (deps: EscalationDeps, page: Page, at: Instant): Promise<void> => {
  const { incidentId, pageId } = page;
  if (isPlaceId(page.userId)) log.warn('page.place-untold', { incidentId, pageId });
  else {
    measure('PagesUnreached', 1);
    log.error('page.unreached', { incidentId, pageId });
  }
  if (!page.exhausted) await bringForward(deps, page, at);
};

/** What is this page to do now? Send a rule, fall back, wait for the next rule's time, or end. */
export const planPage = async (deps: EscalationDeps, input: PlanInput, { at }: Invocation): Promise<PlanOutput> => {
  const [page, { incident }] = await Promise.all([
    deps.pages.get(input.incidentId, input.pageId),
    deps.incidents.load(input.incidentId),
  ]);
  if (!page || page.baton !== input.baton) return over('another execution drives this page');
  if (!incident || pagingRun(incident) !== page.runId) {
    const ended = whyOver(incident);
    if (page.status === 'active') await deps.pages.save({ ...page, status: 'over', ended }, page.baton);
    return told(deps, page, ended);
  }
  if (input.failed) return { action: 'fallback', ...input.failed };
  const moved = closed(input.finished ? afterStep(page, input.finished.step, input.finished.sent, at) : page);
  // Before the page is over on record: a crash in between must not be the end of telling the last one there is.
  if (moved.exhausted && moved.status === 'over' && moved.stepsSent === 0) await tellAgain(deps, moved, at);
  if (moved !== page && !(await deps.pages.save(moved, page.baton))) return over('another execution drives this page');
  const isNews = moved !== page || input.finished !== undefined;
  if (isNews && moved.status === 'over' && moved.stepsSent === 0) await unreached(deps, moved, at);
  const next = nextStep(moved, at);
  if (next.type === 'over') return told(deps, moved, next.why);
  if (next.type === 'wait') return { action: 'wait', until: next.until };
  const rule = moved.rules[next.step];
  return rule ? { action: 'send', step: next.step, channel: branchOf(rule) } : over('all rules were worked');
};
