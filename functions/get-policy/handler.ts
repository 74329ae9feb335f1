import { http } from '../../shared/runtime/http/http.ts';
import { getResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { POLICIES } from '../../shared/runtime/resources/policies.ts';

/** GET /v1/policies/{id}: as it is now. */
export const getPolicy = getResource(POLICIES);

export const handler = http(getPolicy, { deps: configDeps, role: 'viewer' });
