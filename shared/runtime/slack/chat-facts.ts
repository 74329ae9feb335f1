import type { IncidentReads } from '../../data/incident-reads.ts';
import type { Commit } from '../../data/incident-store.ts';
import { type PagingNow, pagingNow } from '../../domain/escalation/paging-now.ts';
import { isPlaceId } from '../../domain/escalation/place.ts';
import type { EscalationPolicy } from '../../domain/escalation/policy.ts';
import { evolve } from '../../domain/incident/evolve.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { IncidentId, PolicyId, UserId } from '../../lib/ids.ts';

/** The truth about an incident that its place in Slack is brought in line with. */
export interface ChatFacts {
  readonly incident: Incident;
  readonly commits: readonly Commit[];
  readonly pagingNow: PagingNow | null;
  /** Whoever was paged, did something or has a role: who belongs in the channel. */
  readonly people: readonly UserId[];
}

interface Sources {
  readonly reads: Pick<IncidentReads, 'record'>;
  readonly directory: { policy(id: PolicyId): Promise<EscalationPolicy | undefined> };
}

/** All of it from one read of the incident's record; undefined when there is no such incident. */
export const loadFacts = async (
  { reads, directory }: Sources,
  incidentId: IncidentId,
): Promise<ChatFacts | undefined> => {
  const { commits, runs, pages } = await reads.record(incidentId);
  const incident = commits.reduce<Incident | undefined>((state, { events }) => evolve(state, events), undefined);
  if (!incident) return undefined;
  const run = runs.find(({ runId }) => runId === incident.lastRunId);
  const policy = run?.policyId ? await directory.policy(run.policyId) : undefined;
  const isPaging = run !== undefined && (run.reached.length > 0 || run.status === 'over');
  const acted = commits.flatMap(({ events }) =>
    events.flatMap(({ by }) => (by.kind === 'user' ? [by.id as UserId] : [])),
  );
  const paged = runs.flatMap(({ reached }) => reached.flatMap(({ chosen }) => chosen.map(({ userId }) => userId)));
  const told = pages.map(({ userId }) => userId).filter((id) => !isPlaceId(id));
  const withRoles = Object.values(incident.roles).map(({ id }) => id);
  return {
    incident,
    commits,
    // Before the first level is reached nobody is paged yet; that it failed would be untrue.
    pagingNow: isPaging ? pagingNow(incident, runs, pages, policy) : null,
    people: [...new Set([...withRoles, ...acted, ...paged, ...told])],
  };
};
