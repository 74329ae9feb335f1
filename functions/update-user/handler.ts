import { http } from '../../shared/runtime/http/http.ts';
import { updateResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** PATCH /v1/users/{id}: an admin changes anybody; everybody else their own name and rules. */
export const updateUser = updateResource(USERS);

export const handler = http(updateUser, { deps: configDeps, role: 'viewer' });
