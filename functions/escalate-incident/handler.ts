import * as v from 'valibot';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';

const Input = v.object({ reason: v.optional(text(1000)) });

/** POST /v1/incidents/{id}/escalate: the next level is paged now. */
export const escalateIncident = changeIncident(Input, ({ reason = null }, { by, at }) => ({
  type: 'Escalate',
  reason,
  page: null,
  by,
  at,
}));

export const handler = http<LifecycleDeps>(escalateIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
