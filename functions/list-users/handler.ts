import { http } from '../../shared/runtime/http/http.ts';
import { listResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** GET /v1/users: all of them, page by page. */
export const listUsers = listResource(USERS);

export const handler = http(listUsers, { deps: configDeps, role: 'viewer' });
