import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import { nextOnCall, whoIsOnCall } from '../../shared/domain/schedule/on-call.ts';
import type { UserId } from '../../shared/lib/ids.ts';
import { parseInstant } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { directory } from '../../shared/runtime/stores.ts';

/** GET /v1/oncall?at=: who is on call in every schedule at an instant (now, if none is given), why, and who is next. */
export const getOnCall: HttpHandler<{ readonly directory: DirectoryStore }> = async (deps, request) => {
  const asked = request.search['at'];
  const at = asked === undefined ? request.at : parseInstant(asked);
  if (!at) return badRequest([{ field: 'at', message: 'must be a time with an offset, such as 2026-11-23T03:00:00Z' }]);
  const person = async (id: UserId) => ({ id, name: (await deps.directory.user(id))?.name ?? null });
  const schedules = await deps.directory.schedules();
  const items = await Promise.all(
    schedules.map(async (schedule) => {
      const now = whoIsOnCall(schedule, at);
      const next = nextOnCall(schedule, at);
      return {
        schedule: { id: schedule.id, name: schedule.name, timeZone: schedule.timeZone },
        onCall: now ? { ...(await person(now.userId)), reason: now.reason } : null,
        next: next ? { ...(await person(next.userId)), from: next.from } : null,
      };
    }),
  );
  return ok({ at, items });
};

export const handler = http(getOnCall, { deps: once(() => ({ directory: directory() })), role: 'viewer' });
