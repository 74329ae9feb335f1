import { http } from '../../shared/runtime/http/http.ts';
import { listResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { POLICIES } from '../../shared/runtime/resources/policies.ts';

/** GET /v1/policies: all of them, page by page. */
export const listPolicies = listResource(POLICIES);

export const handler = http(listPolicies, { deps: configDeps, role: 'viewer' });
