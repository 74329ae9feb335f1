import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import type { TurnStore } from '../../shared/data/turn-store.ts';
import { maintenanceAt, whyInMaintenance } from '../../shared/domain/directory/maintenance.ts';
import type { Service } from '../../shared/domain/directory/service.ts';
import { urgencyOf } from '../../shared/domain/directory/urgency.ts';
import type { EscalationPolicy, PersonTarget } from '../../shared/domain/escalation/policy.ts';
import { type Preview, type PreviewPerson, preview } from '../../shared/domain/escalation/preview.ts';
import type { Skipped, Told } from '../../shared/domain/escalation/run.ts';
import { SEVERITIES, type Severity } from '../../shared/domain/incident/severity.ts';
import type { ServiceId } from '../../shared/lib/ids.ts';
import { type Instant, parseInstant } from '../../shared/lib/instant.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { badRequest, notFound } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { directory, turns } from '../../shared/runtime/stores.ts';

interface Deps {
  readonly directory: Pick<DirectoryStore, 'service' | 'policy' | 'directoryOf'>;
  readonly turns: Pick<TurnStore, 'next'>;
}

/** Whose turn it would be, at each level where people take turns. */
const turnsOf = async (
  { turns: store }: Deps,
  { id, levels }: EscalationPolicy,
): Promise<ReadonlyMap<number, number>> => {
  const turning = levels.flatMap(({ roundRobin }, level) => (roundRobin ? [level] : []));
  return new Map(await Promise.all(turning.map(async (level) => [level, await store.next(id, level)] as const)));
};

/** As alerts of monitors that say nothing of it count. */
const SEVERITY_USUAL: Severity = 'SEV3';

const targetView = ({ type, id }: PersonTarget) => ({ type, id });
const placeView = ({ target, name }: Told) => ({ type: target.type, name });
const skippedView = ({ target, why }: Skipped) => ({ target: targetView(target), why });
const personView = ({ userId, name, target, why, steps, notes }: PreviewPerson) => ({
  id: userId,
  name,
  target: targetView(target),
  why,
  steps,
  notes,
});

/** Rounds and levels from 1, as people count. */
const previewView = ({ levels, fallback, rests }: Preview) => ({
  levels: levels.map(({ round, level, at, until, people, skipped, told, urgency = 'high', whyUrgency = null }) => ({
    round: round + 1,
    level: level + 1,
    at,
    until,
    people: people.map(personView),
    skipped: skipped.map(skippedView),
    places: told.map(placeView),
    urgency,
    whyUrgency,
  })),
  rests,
  fallback: {
    at: fallback.at,
    people: fallback.people.map(personView),
    skipped: fallback.skipped.map(skippedView),
    places: fallback.told.map(placeView),
  },
});

/** Why an alert of a service pages nobody at all, whatever its policy says; null when it does page. */
const whyNobody = (service: Service, policy: EscalationPolicy | undefined, at: Instant): string | null => {
  const window = maintenanceAt(service, at);
  if (window) return `${whyInMaintenance(window)}: alerts page nobody`;
  if (policy) return null;
  return service.policyId === null ? 'the service has no escalation policy' : 'its policy does not exist any more';
};

const nobody = (at: Instant, why: string | null) => ({
  why,
  levels: [],
  rests: false,
  fallback: { at, people: [], skipped: [], places: [] },
});

/**
 * GET /v1/services/{id}/who-would-be-paged?at=&severity=: the whole plan, if an incident began then and nobody answered:
 * levels, people, channels, times, and why. By the code that pages.
 */
export const getWhoWouldBePaged: HttpHandler<Deps> = async (deps, request) => {
  const { at: askedAt, severity: askedSeverity = SEVERITY_USUAL } = request.search;
  const at = askedAt === undefined ? request.at : parseInstant(askedAt);
  if (!at) return badRequest([{ field: 'at', message: 'must be a time with an offset, such as 2026-11-23T03:00:00Z' }]);
  const severity = SEVERITIES.find((known) => known === askedSeverity);
  if (!severity) return badRequest([{ field: 'severity', message: `must be ${SEVERITIES.join(', ')}` }]);
  const id = request.params['id'] ?? '';
  const service = isSlug(id) ? await deps.directory.service(id as ServiceId) : undefined;
  if (!service) return notFound('such service');
  const policy = service.policyId === null ? undefined : await deps.directory.policy(service.policyId);
  const asked = { at, severity, service: { id: service.id, name: service.name } };
  const why = whyNobody(service, policy, at);
  const policyView = policy ? { id: policy.id, name: policy.name, rounds: policy.rounds } : null;
  if (!policy || why) return ok({ ...asked, policy: policyView, ...nobody(at, why) });
  const plan = preview(policy, await deps.directory.directoryOf(policy), {
    at,
    severity,
    turns: await turnsOf(deps, policy),
    judge: (when) => urgencyOf(service.urgency, severity, when),
  });
  return ok({ ...asked, policy: policyView, why, ...previewView(plan) });
};

export const handler = http(getWhoWouldBePaged, {
  deps: once((): Deps => ({ directory: directory(), turns: turns() })),
  role: 'viewer',
});
