import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { deleteResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** DELETE /v1/users/{id}: they go, unless something refers to them. */
export const deleteUser = deleteResource(USERS);

export const handler = http(audited(deleteUser), { deps: configDeps, role: 'admin' });
