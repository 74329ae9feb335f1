import { http } from '../../shared/runtime/http/http.ts';
import { getResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** GET /v1/users/{id}: as they are now. */
export const getUser = getResource(USERS);

export const handler = http(getUser, { deps: configDeps, role: 'viewer' });
