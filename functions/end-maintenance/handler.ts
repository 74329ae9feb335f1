import { endWindow } from '../../shared/domain/directory/maintenance.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { empty } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { changeWindows } from '../../shared/runtime/resources/maintenance.ts';

/** DELETE /v1/services/{id}/maintenance/{windowId}: it is over now, or never begins. */
export const endMaintenance: HttpHandler<ConfigDeps> = async (deps, request) => {
  const { windowId = '' } = request.params;
  const service = await changeWindows(deps, request, (before) => {
    const isLive = before.maintenance?.some(({ id, to }) => id === windowId && to > request.at);
    return isLive ? endWindow(before, windowId, request.at) : notFound('such window that is not over');
  });
  return 'statusCode' in service ? service : empty();
};

export const handler = http(audited(endMaintenance), { deps: configDeps, role: 'responder' });
