import { withOverrides } from '../../shared/domain/schedule/overrides.ts';
import type { Override } from '../../shared/domain/schedule/schedule.ts';
import { type SwapRefusal, swapOf } from '../../shared/domain/schedule/swap.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { json, type Response } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { newId } from '../../shared/runtime/resources/new-secret.ts';
import { changeSchedule, refuseStrangers, tooManyOverrides } from '../../shared/runtime/schedules/change-overrides.ts';
import { SwapInput } from '../../shared/runtime/schemas/schedule.ts';

const refused = (refusal: SwapRefusal): Response => {
  const at = `shifts[${refusal.which}]`;
  switch (refusal.code) {
    case 'same-person':
      return badRequest([{ field: `${at}.userId`, message: 'must be another person than shifts[0].userId' }]);
    case 'overlap':
      return badRequest([{ field: `${at}.from`, message: 'must not be in the time of shifts[0]' }]);
    case 'not-on-call':
      return badRequest([
        { field: `${at}.userId`, message: `must be on call for all of it, and is not at ${refusal.at}` },
      ]);
    default:
      return assertNever(refusal);
  }
};

/** POST /v1/schedules/{id}/swaps: two people take each other's time, by two overrides that come and go together. */
export const swapShifts: HttpHandler<ConfigDeps> = async (deps, request) => {
  const body = input(SwapInput, request);
  if (!body.ok) return body.error;
  const { shifts } = body.value;
  const named = shifts.map(({ userId }, index) => ({ field: `shifts[${index}].userId`, userId }));
  const strangers = await refuseStrangers(deps, named);
  if (strangers) return strangers;
  const swap = newId(request.at);
  let overrides: readonly Override[] = [];
  return changeSchedule(
    deps,
    request,
    (schedule) => {
      const swapped = swapOf(schedule, shifts, { swap, overrides: [`${swap}-1`, `${swap}-2`] });
      if (!swapped.ok) return refused(swapped.error);
      overrides = swapped.value;
      return withOverrides(schedule, overrides, request.at) ?? tooManyOverrides();
    },
    ({ version }) => json(201, { swap, overrides, version }),
  );
};

export const handler = http(audited(swapShifts), { deps: configDeps, role: 'responder', around: idempotent });
