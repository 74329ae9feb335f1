import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { found } from '../../shared/runtime/http/resource.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** GET /v1/services/{id}/maintenance: when its alerts page nobody: what comes, what is, and the newest that is over. */
export const listMaintenance: HttpHandler<ConfigDeps> = async (deps, request) => {
  const service = await found(SERVICES, deps, request);
  return service ? ok({ items: service.maintenance ?? [], next: null }) : notFound('such service');
};

export const handler = http(listMaintenance, { deps: configDeps, role: 'viewer' });
