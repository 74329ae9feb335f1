import type { EscalationRun } from '../domain/escalation/run.ts';
import type { IncidentId, RunId } from '../lib/ids.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { dueKeys } from './due.ts';
import { runEntity } from './entities/run.ts';
import type { TableConnection } from './table.ts';

const item = (run: EscalationRun) => ({
  incidentId: run.incidentId,
  runId: run.runId,
  baton: run.baton,
  run,
  ...(run.status === 'running' ? dueKeys(run, `run#${run.runId}`) : {}),
});

/** Escalation runs. Every write after the first names the baton it was decided under. */
export const runStore = (connection: TableConnection) => {
  const runs = runEntity(connection);
  return {
    /** False: this run has been begun already. */
    begin: (run: EscalationRun): Promise<boolean> => written(runs.create(item(run)).go(UNANSWERED)),

    async get(incidentId: IncidentId, runId: RunId): Promise<EscalationRun | undefined> {
      const found = await runs.get({ incidentId, runId }).go(CONSISTENT);
      return found.data?.run;
    },

    /** False: another execution holds the baton by now, and this one must end. */
    save: (run: EscalationRun, baton: number): Promise<boolean> =>
      written(
        runs
          .put(item(run))
          .where((attribute, { eq }) => eq(attribute.baton, baton))
          .go(UNANSWERED),
      ),
  };
};

export type RunStore = ReturnType<typeof runStore>;
