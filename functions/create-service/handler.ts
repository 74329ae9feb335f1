import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { createResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** POST /v1/services: a service, whose policy pages for its alerts. */
export const createService = createResource(SERVICES);

export const handler = http(audited(createService), { deps: configDeps, role: 'admin', around: idempotent });
