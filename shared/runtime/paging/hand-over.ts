import type { PageStore } from '../../data/page-store.ts';
import type { RunStore } from '../../data/run-store.ts';
import type { EscalationRun } from '../../domain/escalation/run.ts';
import type { Page } from '../../domain/paging/page.ts';
import type { Instant } from '../../lib/instant.ts';
import type { StateMachines } from '../state-machines.ts';

export interface HandOverDeps {
  readonly pages: PageStore;
  readonly runs: RunStore;
  readonly machines: StateMachines;
}

/**
 * Gives a page to a new execution, which acts at once; the one that sleeps finds a newer baton when it wakes, and ends.
 * False: somebody else was first.
 */
export const handOverPage = async (
  deps: HandOverDeps,
  page: Page,
  input: Readonly<Record<string, unknown>> = {},
): Promise<boolean> => {
  const baton = page.baton + 1;
  if (!(await deps.pages.save({ ...page, baton }, page.baton))) return false;
  const { incidentId, pageId } = page;
  await deps.machines.start('paging', `${incidentId}-${pageId}-${baton}`, { incidentId, pageId, baton, ...input });
  return true;
};

/** Gives a run to a new execution that acts at `dueAt`. False: somebody else was first. */
export const handOverRun = async (
  deps: Pick<HandOverDeps, 'runs' | 'machines'>,
  run: EscalationRun,
  dueAt: Instant,
): Promise<boolean> => {
  const baton = run.baton + 1;
  if (!(await deps.runs.save({ ...run, baton, dueAt }, run.baton))) return false;
  const { incidentId, runId } = run;
  await deps.machines.start('escalation', `${incidentId}-${runId}-${baton}`, { incidentId, runId, baton });
  return true;
};
