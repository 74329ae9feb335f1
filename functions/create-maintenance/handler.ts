import { type MaintenanceWindow, WINDOWS_MAX, withWindow } from '../../shared/domain/directory/maintenance.ts';
import { secondsBetween } from '../../shared/lib/instant.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { callerActor } from '../../shared/runtime/http/request.ts';
import { tooMany } from '../../shared/runtime/http/resource-problems.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { changeWindows } from '../../shared/runtime/resources/maintenance.ts';
import { newId } from '../../shared/runtime/resources/new-secret.ts';
import { MaintenanceInput } from '../../shared/runtime/schemas/maintenance.ts';

const DAYS_MAX = 30;
const AHEAD_DAYS_MAX = 366;
const DAY_SECONDS = 86_400;

/**
 * POST /v1/services/{id}/maintenance: the service's alerts page nobody in that time. They are on record, with the reason;
 * one that still fires when it is over pages.
 */
export const createMaintenance: HttpHandler<ConfigDeps> = async (deps, request) => {
  const body = input(MaintenanceInput, request);
  if (!body.ok) return body.error;
  const { from: asked = request.at, to, reason } = body.value;
  const from = asked < request.at ? request.at : asked;
  if (secondsBetween(request.at, from) > AHEAD_DAYS_MAX * DAY_SECONDS) {
    return badRequest([{ field: 'from', message: `must be at most ${AHEAD_DAYS_MAX} days from now` }]);
  }
  if (to <= from) return badRequest([{ field: 'to', message: 'must be later than now, and than `from`' }]);
  if (secondsBetween(from, to) > DAYS_MAX * DAY_SECONDS) {
    return badRequest([{ field: 'to', message: `must be at most ${DAYS_MAX} days after it begins` }]);
  }
  const window: MaintenanceWindow = { id: newId(request.at), from, to, reason, by: callerActor(request) };
  const service = await changeWindows(
    deps,
    request,
    (before) => withWindow(before, window, request.at) ?? tooMany('maintenance window', WINDOWS_MAX),
  );
  return 'statusCode' in service ? service : json(201, window);
};

export const handler = http(audited(createMaintenance), { deps: configDeps, role: 'responder', around: idempotent });
