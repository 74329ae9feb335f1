import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { createResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';

/** POST /v1/schedules: who is on call when, by layers of people who take turns. */
export const createSchedule = createResource(SCHEDULES);

export const handler = http(audited(createSchedule), { deps: configDeps, role: 'admin', around: idempotent });
