import * as v from 'valibot';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';

export const Input = v.object({ reason: v.optional(text(1000)) });

/** POST /v1/incidents/{id}/reopen: it was not over; its policy begins again. */
export const reopenIncident = changeIncident(Input, ({ reason = null }, { by, at }) => ({
  type: 'Reopen',
  reason,
  by,
  at,
}));

export const handler = http<LifecycleDeps>(reopenIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
