import * as v from 'valibot';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';

export const Input = v.object({});

/** POST /v1/incidents/{id}/acknowledge: someone has it; nobody else is paged. */
export const acknowledgeIncident = changeIncident(Input, (_body, { by, at }) => ({ type: 'Acknowledge', by, at }));

export const handler = http<LifecycleDeps>(acknowledgeIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
