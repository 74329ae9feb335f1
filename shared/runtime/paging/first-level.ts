import type { EscalationRun } from '../../domain/escalation/run.ts';
import { type Incident, pagingRun } from '../../domain/incident/incident.ts';
import type { Clock } from '../clock.ts';
import { errorFacts, log } from '../log.ts';
import { afterLevels, beginLevels, type LevelDeps, stepNow, tellSkipped } from './levels.ts';

/**
 * Pages the level that a new run comes to at once, and says what the run is then. Undefined: nothing is known to have
 * been begun, and the run's execution does all of it.
 */
export type FirstLevel = (incident: Incident, run: EscalationRun) => Promise<EscalationRun | undefined>;

/**
 * The first level, paged by whoever declares the incident: nobody's phone waits for an execution to begin (ADR 0025).
 * Never throws. Pages that were begun before something failed are found there by the execution, which begins none twice.
 */
export const firstLevel =
  (deps: LevelDeps & { readonly clock: Clock }): FirstLevel =>
  async (incident, run) => {
    if (pagingRun(incident) !== run.runId) return undefined;
    const at = deps.clock.now();
    try {
      const step = await stepNow(deps, incident, run, at);
      if (step?.type !== 'page') return undefined;
      tellSkipped(run, step.reached);
      await beginLevels(deps, run, step.reached, { incident, at });
      return afterLevels(run, step);
    } catch (error) {
      log.warn('escalation.first-level-left', { incidentId: run.incidentId, runId: run.runId, ...errorFacts(error) });
      return undefined;
    }
  };
