import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { deleteResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { POLICIES } from '../../shared/runtime/resources/policies.ts';

/** DELETE /v1/policies/{id}: it goes, unless something refers to it. */
export const deletePolicy = deleteResource(POLICIES);

export const handler = http(audited(deletePolicy), { deps: configDeps, role: 'admin' });
