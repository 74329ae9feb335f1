import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';

import { updateResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';

/** PATCH /v1/schedules/{id}: its name, zone, layers or overrides; whoever is paged already stays so. */
export const updateSchedule = updateResource(SCHEDULES);

export const handler = http(audited(updateSchedule), { deps: configDeps, role: 'admin' });
