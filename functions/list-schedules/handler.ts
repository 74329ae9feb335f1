import { http } from '../../shared/runtime/http/http.ts';

import { listResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';

/** GET /v1/schedules: all of them, page by page. */
export const listSchedules = listResource(SCHEDULES);

export const handler = http(listSchedules, { deps: configDeps, role: 'viewer' });
