import { withoutOverride } from '../../shared/domain/schedule/overrides.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { empty } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { changeSchedule } from '../../shared/runtime/schedules/change-overrides.ts';

/** DELETE /v1/schedules/{id}/overrides/{overrideId}: the layers say again; of a swap, both halves go. */
export const deleteOverride: HttpHandler<ConfigDeps> = async (deps, request) => {
  const overrideId = request.params['overrideId'] ?? '';
  return changeSchedule(
    deps,
    request,
    (schedule) => {
      const after = withoutOverride(schedule, overrideId);
      return after === schedule ? notFound('such override') : after;
    },
    () => empty(),
  );
};

export const handler = http(audited(deleteOverride), { deps: configDeps, role: 'responder' });
