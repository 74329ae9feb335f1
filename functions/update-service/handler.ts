import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { updateResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** PATCH /v1/services/{id}: its name, its policy, or how its alerts share incidents. */
export const updateService = updateResource(SERVICES);

export const handler = http(audited(updateService), { deps: configDeps, role: 'admin' });
