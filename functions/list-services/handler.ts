import { http } from '../../shared/runtime/http/http.ts';
import { listResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** GET /v1/services: all of them, page by page. */
export const listServices = listResource(SERVICES);

export const handler = http(listServices, { deps: configDeps, role: 'viewer' });
