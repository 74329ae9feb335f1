import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { createResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** POST /v1/users: somebody new, who can be paged as soon as there are rules to reach them by. */
export const createUser = createResource(USERS);

export const handler = http(audited(createUser), { deps: configDeps, role: 'admin', around: idempotent });
