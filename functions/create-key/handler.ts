import { keysOf } from '../../shared/data/secret-store.ts';
import { isValid } from '../../shared/domain/directory/service.ts';
import type { IntegrationId } from '../../shared/lib/ids.ts';
import { addSeconds } from '../../shared/lib/instant.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { badRequest, notFound } from '../../shared/runtime/http/problems.ts';
import { found } from '../../shared/runtime/http/resource.ts';
import { tooMany } from '../../shared/runtime/http/resource-problems.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { expireKey, KEYS_MAX, type Key, keyView } from '../../shared/runtime/resources/keys.ts';
import { newId, newSecret } from '../../shared/runtime/resources/new-secret.ts';
import { SERVICES } from '../../shared/runtime/resources/services.ts';
import { KeyInput } from '../../shared/runtime/schemas/key.ts';

/**
 * POST /v1/services/{id}/keys: a key for one monitor. It is in this answer and nowhere else. One that `replaces` another
 * goes on with its alerts, and the other works on for a while.
 */
export const createKey: HttpHandler<ConfigDeps> = async (deps, request) => {
  const body = input(KeyInput, request);
  if (!body.ok) return body.error;
  const { name, replaces, overlapMinutes } = body.value;
  const service = await found(SERVICES, deps, request);
  if (!service) return notFound('such service');
  const { keys } = deps.config;
  const owner = keysOf(service.id);
  const all = await keys.list(owner);
  const working = all.filter(({ value }) => isValid(value, request.at));
  const before = working.find(({ id }) => id === replaces);
  if (replaces !== undefined && !before)
    return badRequest([{ field: 'replaces', message: 'is no key of the service' }]);
  if (working.length >= KEYS_MAX) return tooMany('key', KEYS_MAX);
  for (const over of all.filter((key) => !working.includes(key))) await keys.remove(owner, over);

  const id = newId(request.at);
  const { secret, hash } = newSecret();
  const integrationId = before?.value.id ?? (id as IntegrationId);
  const value = { id: integrationId, name, serviceId: service.id, createdAt: request.at, expiresAt: null };
  const key: Key = { id, hash, value };
  await keys.put(owner, key);
  // The service may have been deleted in between: whoever deletes it looks for keys again, so one of the two notices.
  if (!(await found(SERVICES, deps, request))) {
    await keys.remove(owner, key);
    return notFound('such service');
  }
  const replaced = before && (await expireKey(deps, before, addSeconds(request.at, overlapMinutes * 60)));
  return json(201, { ...keyView(key), key: secret, replaced: replaced ? keyView(replaced) : null });
};

export const handler = http(audited(createKey), { deps: configDeps, role: 'admin' });
