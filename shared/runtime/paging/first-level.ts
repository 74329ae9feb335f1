import type { EscalationRun } from '../../domain/escalation/run.ts';
import { type Incident, pagingRun } from '../../domain/incident/incident.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Clock } from '../clock.ts';
import { errorFacts, log } from '../log.ts';
import { afterLevels, beginLevels, type LevelDeps, stepNow, tellSkipped } from './levels.ts';
import { atMost } from './timeout.ts';

/**
 * Pages the level that a new run comes to at once, and says what the run is then. Undefined: nothing is known to have
 * been begun, and the run's execution does all of it.
 */
export type FirstLevel = (incident: Incident, run: EscalationRun) => Promise<EscalationRun | undefined>;

/** What the answer to whoever declares may wait for it: there are further effects, and a function has ten seconds and more. */
const FIRST_LEVEL_MS_MAX = 3000;

const begun = async (
  deps: LevelDeps,
  incident: Incident,
  run: EscalationRun,
  at: Instant,
): Promise<EscalationRun | undefined> => {
  const step = await stepNow(deps, incident, run, at);
  if (step?.type !== 'page') return undefined;
  // Nobody hurries. Whoever finds that it has become worse must find a run, and here there is none yet.
  if (step.reached.some(({ urgency }) => urgency === 'low')) return undefined;
  tellSkipped(run, step.reached);
  await beginLevels(deps, run, step.reached, { incident, at });
  return afterLevels(run, step);
};

/**
 * The first level, paged by whoever declares the incident: nobody's phone waits for an execution to begin (ADR 0025).
 * Never throws. Pages that were begun before something failed are found there by the execution, which begins none twice.
 */
export const firstLevel =
  (deps: LevelDeps & { readonly clock: Clock }): FirstLevel =>
  async (incident, run) => {
    if (pagingRun(incident) !== run.runId) return undefined;
    try {
      return await atMost(FIRST_LEVEL_MS_MAX, begun(deps, incident, run, deps.clock.now()));
    } catch (error) {
      log.warn('escalation.first-level-left', { incidentId: run.incidentId, runId: run.runId, ...errorFacts(error) });
      return undefined;
    }
  };
