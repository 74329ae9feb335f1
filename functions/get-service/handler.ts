import { http } from '../../shared/runtime/http/http.ts';
import { getResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** GET /v1/services/{id}: as it is now. */
export const getService = getResource(SERVICES);

export const handler = http(getService, { deps: configDeps, role: 'viewer' });
