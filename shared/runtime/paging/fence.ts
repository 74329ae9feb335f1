import type { IncidentStore } from '../../data/incident-store.ts';
import { answerOf, type Incident, pagingRun } from '../../domain/incident/incident.ts';
import type { IncidentId, RunId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';

/** `answered`: nothing is to be sent any more. Not passed and not answered: it could not be read, which is no answer. */
export type Fenced =
  | { readonly passed: true }
  | { readonly passed: false; readonly answered: boolean; readonly why: string };

/** Why a run may not page any more, in words for the timeline. */
export const whyOver = (incident: Incident | undefined): string => {
  const answer = incident && answerOf(incident);
  if (answer) return `${answer.how} by ${answer.by.name} at ${answer.at}`;
  return incident ? 'a later escalation took its place' : 'there is no such incident';
};

/**
 * Passes the fence before a send (ADR 0004). A head that lags behind the log (its writer died between the commit and
 * the head) is mended first, so that a lag is never taken for an answer.
 */
export const passFence = async (
  incidents: IncidentStore,
  id: IncidentId,
  runId: RunId,
  at: Instant,
): Promise<Fenced> => {
  for (let tries = 0; tries < 3; tries += 1) {
    if (await incidents.fence(id, runId, at)) return { passed: true };
    const { incident } = await incidents.load(id);
    if (!incident || pagingRun(incident) !== runId) return { passed: false, answered: true, why: whyOver(incident) };
    await incidents.project(incident);
  }
  return { passed: false, answered: false, why: 'the fence could not be read, and nothing is sent on a guess' };
};
