import * as v from 'valibot';
import { ok } from '../../shared/lib/result.ts';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';
import { namedTargets, PageTargets } from '../../shared/runtime/http/page-targets.ts';

export const Input = v.object({ reason: v.optional(text(1000)), page: v.optional(PageTargets) });

/** POST /v1/incidents/{id}/escalate: the next level is paged now, or those who are asked for. */
export const escalateIncident = changeIncident(Input, async ({ reason = null, page: asked }, { by, at }, deps) => {
  const page = asked ? await namedTargets(deps.directory, asked) : ok(null);
  return page.ok ? ok({ type: 'Escalate', reason, page: page.value, by, at }) : page;
});

export const handler = http<LifecycleDeps>(escalateIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
