import * as v from 'valibot';
import { err, ok } from '../../shared/lib/result.ts';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { findIncidentId } from '../../shared/runtime/http/incident-id.ts';
import { text } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';

export const Input = v.object({ into: text(40) });

/** POST /v1/incidents/{id}/merge: this incident is the same trouble as another, open one; its alerts go there. */
export const mergeIncidents = changeIncident(Input, async ({ into }, { by, at }, deps) => {
  const id = await findIncidentId(deps.incidents, into);
  const target = id && (await deps.incidents.load(id)).incident;
  if (!target) return err(badRequest([{ field: 'into', message: 'is no incident' }]));
  if (target.status === 'resolved')
    return err(badRequest([{ field: 'into', message: 'is resolved: reopen it first' }]));
  return ok({ type: 'Merge', into: target.id, intoNumber: target.number, by, at });
});

export const handler = http<LifecycleDeps>(mergeIncidents, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
