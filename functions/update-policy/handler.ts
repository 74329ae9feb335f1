import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { updateResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { POLICIES } from '../../shared/runtime/resources/policies.ts';

/** PATCH /v1/policies/{id}: its levels, rounds or fallback; a level that is reached already stays as it was. */
export const updatePolicy = updateResource(POLICIES);

export const handler = http(audited(updatePolicy), { deps: configDeps, role: 'admin' });
