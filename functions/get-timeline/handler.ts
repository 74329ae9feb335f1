import type { AlertKeyStore } from '../../shared/data/alert-key-store.ts';
import type { Commit } from '../../shared/data/incident-store.ts';
import { pagingNow } from '../../shared/domain/escalation/paging-now.ts';
import { evolve } from '../../shared/domain/incident/evolve.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import { type Repeated, timeline } from '../../shared/domain/timeline/timeline.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { findIncidentId } from '../../shared/runtime/http/incident-id.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { alertKeys, directory, incidents, reads } from '../../shared/runtime/stores.ts';
import { alertKeyName } from '../../shared/runtime/take-in-alert.ts';

/** Alerts whose repeats are looked up for one timeline. */
const REPEATS_MAX = 50;

const dependencies = once(() => ({
  incidents: incidents(),
  reads: reads(),
  alertKeys: alertKeys(),
  directory: directory(),
}));
type Deps = ReturnType<typeof dependencies>;

const repeatsOf = async (keys: AlertKeyStore, commits: readonly Commit[]): Promise<readonly Repeated[]> => {
  const alerts = commits
    .flatMap(({ events }) => events)
    .flatMap((event) => {
      const alert = event.type === 'IncidentDeclared' || event.type === 'AlertReceived' ? event.alert : null;
      return alert && event.by.kind === 'monitor' ? [{ dedupKey: alert.dedupKey, by: event.by }] : [];
    });
  const once = [...new Map(alerts.map((alert) => [alert.dedupKey, alert])).values()].slice(0, REPEATS_MAX);
  const counted = await Promise.all(
    once.map(async ({ dedupKey, by }) => {
      const found = await keys.repeats(alertKeyName(by.id, dedupKey));
      const here = found && found.repeats > 0 && found.incidentId === commits[0]?.incidentId;
      return here ? [{ dedupKey, by, times: found.repeats, lastAt: found.lastSeenAt }] : [];
    }),
  );
  return counted.flat();
};

type IncidentRecord = Awaited<ReturnType<Deps['reads']['record']>>;

const pagingOf = async ({ commits, runs, pages }: IncidentRecord, deps: Deps) => {
  const incident = commits.reduce<Incident | undefined>((state, { events }) => evolve(state, events), undefined);
  const run = incident && runs.find(({ runId }) => runId === incident.lastRunId);
  const policy = run?.policyId ? await deps.directory.policy(run.policyId) : undefined;
  return incident ? pagingNow(incident, runs, pages, policy) : null;
};

/**
 * GET /v1/incidents/{id}/timeline: the whole story, oldest first: who was paged, why, how, and who answered; and who is
 * being paged at this moment, with when others are.
 */
export const getTimeline: HttpHandler<Deps> = async (deps, request) => {
  const id = await findIncidentId(deps.incidents, request.params['id'] ?? '');
  const record = id && (await deps.reads.record(id));
  if (!record || record.commits.length === 0) return notFound('such incident');
  const [repeats, paging] = await Promise.all([repeatsOf(deps.alertKeys, record.commits), pagingOf(record, deps)]);
  return ok({ items: timeline({ ...record, repeats }), paging });
};

export const handler = http(getTimeline, { deps: dependencies, role: 'viewer' });
