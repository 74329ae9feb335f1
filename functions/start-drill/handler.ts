import * as v from 'valibot';
import type { IncidentReads } from '../../shared/data/incident-reads.ts';
import { DRILL_DESCRIPTION, drillResult, drillTitle } from '../../shared/domain/drill/drill.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import type { UserId } from '../../shared/lib/ids.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import { refusedForOther } from '../../shared/runtime/contact/person.ts';
import { type LifecycleDeps, openingDeps } from '../../shared/runtime/dependencies.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { notFound, refused } from '../../shared/runtime/http/problems.ts';
import { callerActor } from '../../shared/runtime/http/request.ts';
import { json, problem, type Response } from '../../shared/runtime/http/response.ts';
import { newIncidentId } from '../../shared/runtime/new-id.ts';
import { reads } from '../../shared/runtime/stores.ts';

export const Input = v.strictObject({});

/** Open incidents that are looked through for a drill of the same person. */
const OPEN_MAX = 100;

interface Deps extends LifecycleDeps {
  readonly reads: Pick<IncidentReads, 'list'>;
}

const conflict = (code: string, detail: string, more: object = {}): Response =>
  problem(409, 'Nobody was paged', detail, [{ field: 'id', message: detail.toLowerCase() }], { code, ...more });

const underWay = ({ number }: Incident): Response =>
  conflict('drill-under-way', `INC-${number} is a drill of this person already. Answer that one first.`, {
    incident: `INC-${number}`,
  });

/**
 * POST /v1/users/{id}/drills: pages somebody for practice, by their own rules and on the real path. Everybody drills
 * themselves, an admin anybody; one at a time. Answered it ends, and unanswered after its five minutes too.
 */
export const startDrill: HttpHandler<Deps> = async (deps, request) => {
  const body = input(Input, request);
  if (!body.ok) return body.error;
  const userId = request.params['id'] ?? '';
  const user = isSlug(userId) ? await deps.directory.user(userId as UserId) : undefined;
  if (!user) return notFound('such user');
  const refusal = refusedForOther(request, user.id);
  if (refusal) return refusal;
  const { id, name } = user;
  if (user.rules.length === 0) return conflict('cannot-be-paged', `${name} has no notification rules: add one first.`);
  const open = await deps.reads.list('open', OPEN_MAX, undefined);
  const other = open.incidents.find(({ drill }) => drill?.id === id);
  if (other) return underWay(other);
  const incidentId = newIncidentId(request.at);
  const outcome = await deps.commands.execute(incidentId, {
    type: 'Declare',
    incidentId,
    number: await deps.incidents.takeNumber(),
    title: drillTitle(name),
    description: DRILL_DESCRIPTION,
    severity: 'SEV4',
    service: null,
    policyId: null,
    alert: null,
    page: [{ type: 'user', id, name }],
    drill: { id, name },
    by: callerActor(request),
    at: request.at,
  });
  if (!outcome.ok) return refused(outcome.error.refusal, outcome.error.incident);
  const answer = json(201, drillResult(outcome.value, []));
  return { ...answer, headers: { ...answer.headers, location: `/v1/incidents/${incidentId}` } };
};

const dependencies = once((): Deps => ({ ...openingDeps(), reads: reads() }));

export const handler = http(startDrill, { deps: dependencies, role: 'responder', around: idempotent });
