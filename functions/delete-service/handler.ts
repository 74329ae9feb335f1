import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { deleteResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** DELETE /v1/services/{id}: it goes, unless something refers to it. */
export const deleteService = deleteResource(SERVICES);

export const handler = http(audited(deleteService), { deps: configDeps, role: 'admin' });
