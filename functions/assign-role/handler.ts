import * as v from 'valibot';
import { ROLES } from '../../shared/domain/incident/incident.ts';
import type { UserId } from '../../shared/lib/ids.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';

export const Input = v.object({
  role: v.picklist(ROLES, `must be one of ${ROLES.join(', ')}`),
  userId: v.nullable(text(64)),
});

/** POST /v1/incidents/{id}/roles: who is incident commander, communications or scribe; null leaves the role open. */
export const assignRole = changeIncident(Input, async ({ role, userId }, { by, at }, deps) => {
  if (userId === null) return ok({ type: 'AssignRole', role, person: null, by, at });
  const user = await deps.directory.user(userId as UserId);
  if (!user) return err(badRequest([{ field: 'userId', message: 'is no user' }]));
  return ok({ type: 'AssignRole', role, person: { id: user.id, name: user.name }, by, at });
});

export const handler = http<LifecycleDeps>(assignRole, { deps: lifecycleDeps, role: 'responder', around: idempotent });
