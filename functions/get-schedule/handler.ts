import { http } from '../../shared/runtime/http/http.ts';

import { getResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';

/** GET /v1/schedules/{id}: as it is now. */
export const getSchedule = getResource(SCHEDULES);

export const handler = http(getSchedule, { deps: configDeps, role: 'viewer' });
