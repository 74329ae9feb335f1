import { keysOf } from '../../shared/data/secret-store.ts';
import { addSeconds } from '../../shared/lib/instant.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, ok } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { expireKey, keyOfPath, keyView } from '../../shared/runtime/resources/keys.ts';
import { OVERLAP_MINUTES_MAX } from '../../shared/runtime/schemas/key.ts';

/** DELETE /v1/services/{id}/keys/{keyId}: the key is unknown from now on, or `?overlapMinutes=` from now. */
export const deleteKey: HttpHandler<ConfigDeps> = async (deps, request) => {
  const minutes = Number(request.search['overlapMinutes'] ?? 0);
  if (
    request.search['overlapMinutes'] === '' ||
    !Number.isInteger(minutes) ||
    minutes < 0 ||
    minutes > OVERLAP_MINUTES_MAX
  ) {
    const message = `must be a whole number from 0 to ${OVERLAP_MINUTES_MAX}`;
    return badRequest([{ field: 'overlapMinutes', message }]);
  }
  const key = await keyOfPath(deps, request);
  if ('statusCode' in key) return key;
  if (minutes > 0) return ok(keyView(await expireKey(deps, key, addSeconds(request.at, minutes * 60))));
  await deps.config.keys.remove(keysOf(key.value.serviceId), key);
  return empty();
};

export const handler = http(audited(deleteKey), { deps: configDeps, role: 'admin' });
