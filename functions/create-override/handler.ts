import { withOverrides } from '../../shared/domain/schedule/overrides.ts';
import type { Override } from '../../shared/domain/schedule/schedule.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { newId } from '../../shared/runtime/resources/new-secret.ts';
import { changeSchedule, refuseStrangers, tooManyOverrides } from '../../shared/runtime/schedules/change-overrides.ts';
import { OverrideInput } from '../../shared/runtime/schemas/schedule.ts';

/** POST /v1/schedules/{id}/overrides: one person instead of whoever the layers say, for a time. */
export const createOverride: HttpHandler<ConfigDeps> = async (deps, request) => {
  const body = input(OverrideInput, request);
  if (!body.ok) return body.error;
  const strangers = await refuseStrangers(deps, [{ field: 'userId', userId: body.value.userId }]);
  if (strangers) return strangers;
  const override: Override = { id: newId(request.at), ...body.value };
  return changeSchedule(
    deps,
    request,
    (schedule) => withOverrides(schedule, [override], request.at) ?? tooManyOverrides(),
    ({ id, version }) => {
      const answer = json(201, { ...override, version });
      return { ...answer, headers: { ...answer.headers, location: `/v1/schedules/${id}/overrides/${override.id}` } };
    },
  );
};

export const handler = http(audited(createOverride), { deps: configDeps, role: 'responder', around: idempotent });
