import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { createResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { POLICIES } from '../../shared/runtime/resources/policies.ts';

/** POST /v1/policies: an escalation policy: whom to page, in which order, and when to give up. */
export const createPolicy = createResource(POLICIES);

export const handler = http(audited(createPolicy), { deps: configDeps, role: 'admin', around: idempotent });
