import { audited } from '../../shared/runtime/http/audited.ts';
import { http } from '../../shared/runtime/http/http.ts';

import { deleteResource } from '../../shared/runtime/http/resource.ts';
import { configDeps } from '../../shared/runtime/resources/deps.ts';
import { SCHEDULES } from '../../shared/runtime/resources/schedules.ts';

/** DELETE /v1/schedules/{id}: it goes, unless a policy pages it. */
export const deleteSchedule = deleteResource(SCHEDULES);

export const handler = http(audited(deleteSchedule), { deps: configDeps, role: 'admin' });
