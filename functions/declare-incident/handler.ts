import * as v from 'valibot';
import { SEVERITIES } from '../../shared/domain/incident/severity.ts';
import type { ServiceId } from '../../shared/lib/ids.ts';
import { type LifecycleDeps, openingDeps } from '../../shared/runtime/dependencies.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { incidentView } from '../../shared/runtime/http/incident-view.ts';
import { input, text } from '../../shared/runtime/http/input.ts';
import { namedTargets, PageTargets } from '../../shared/runtime/http/page-targets.ts';
import { badRequest, refused } from '../../shared/runtime/http/problems.ts';
import { callerActor } from '../../shared/runtime/http/request.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { newIncidentId } from '../../shared/runtime/new-id.ts';

export const Input = v.object({
  title: text(1024),
  description: v.optional(text(10_000)),
  severity: v.optional(v.picklist(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`), 'SEV3'),
  service: v.optional(text(64)),
  page: v.optional(PageTargets),
});

/** POST /v1/incidents: a person or a script says that something is wrong; the service's policy pages, and who is asked for. */
export const declareIncident: HttpHandler<LifecycleDeps> = async (deps, request) => {
  const body = input(Input, request);
  if (!body.ok) return body.error;
  const { title, description = null, severity, service: serviceId, page: asked = [] } = body.value;
  const service = serviceId === undefined ? undefined : await deps.directory.service(serviceId as ServiceId);
  if (serviceId !== undefined && !service) return badRequest([{ field: 'service', message: 'is no service' }]);
  const page = await namedTargets(deps.directory, asked);
  if (!page.ok) return page.error;
  const incidentId = newIncidentId(request.at);
  const outcome = await deps.commands.execute(incidentId, {
    type: 'Declare',
    incidentId,
    number: await deps.incidents.takeNumber(),
    title,
    description,
    severity,
    service: service ? { id: service.id, name: service.name } : null,
    policyId: service?.policyId ?? null,
    alert: null,
    page: page.value,
    by: callerActor(request),
    at: request.at,
  });
  if (!outcome.ok) return refused(outcome.error.refusal, outcome.error.incident);
  const answer = json(201, incidentView(outcome.value));
  return { ...answer, headers: { ...answer.headers, location: `/v1/incidents/${incidentId}` } };
};

export const handler = http(declareIncident, { deps: openingDeps, role: 'responder', around: idempotent });
