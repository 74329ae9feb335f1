import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { updateResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** PATCH /v1/users/{id}: an admin changes anybody; a responder their own name and rules, a viewer nothing. */
export const updateUser = updateResource(USERS);

export const handler = http(audited(updateUser), { deps: configDeps, role: 'responder' });
