import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { found } from '../../shared/runtime/http/resource.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { keyView, workingKeys } from '../../shared/runtime/resources/keys.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';

/** GET /v1/services/{id}/keys: the keys that work, by name. What they are, nobody is told a second time. */
export const listKeys: HttpHandler<ConfigDeps> = async (deps, request) => {
  const service = await found(SERVICES, deps, request);
  if (!service) return notFound('such service');
  return ok({ items: (await workingKeys(deps, service.id, request.at)).map(keyView), next: null });
};

export const handler = http(listKeys, { deps: configDeps, role: 'viewer' });
