import { type ReadDeps, readDeps } from '../../shared/runtime/dependencies.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { findIncidentId } from '../../shared/runtime/http/incident-id.ts';
import { incidentView } from '../../shared/runtime/http/incident-view.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** GET /v1/incidents/{id}: one incident, as of its last commit. */
export const getIncident: HttpHandler<ReadDeps> = async (deps, request) => {
  const id = await findIncidentId(deps.incidents, request.params['id'] ?? '');
  const incident = id && (await deps.incidents.load(id)).incident;
  return incident ? ok(incidentView(incident)) : notFound('such incident');
};

export const handler = http(getIncident, { deps: readDeps, role: 'viewer' });
