import * as v from 'valibot';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';

export const Input = v.object({ summary: v.optional(text(4000)) });

/** POST /v1/incidents/{id}/resolve: it is over; nobody is paged any more. */
export const resolveIncident = changeIncident(Input, ({ summary = null }, { by, at }) => ({
  type: 'Resolve',
  summary,
  by,
  at,
}));

export const handler = http<LifecycleDeps>(resolveIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
