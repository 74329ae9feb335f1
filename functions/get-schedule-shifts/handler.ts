import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import { RANGE_DAYS_MAX, type Shift, shiftsBetween } from '../../shared/domain/schedule/on-call.ts';
import type { ScheduleId, UserId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, parseInstant, secondsBetween } from '../../shared/lib/instant.ts';
import { err, ok as fine, type Result } from '../../shared/lib/result.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { badRequest, notFound } from '../../shared/runtime/http/problems.ts';
import type { Request } from '../../shared/runtime/http/request.ts';
import { ok, type Response } from '../../shared/runtime/http/response.ts';
import { directory } from '../../shared/runtime/stores.ts';

const DAY_SECONDS = 86_400;
/** As much as a month's page of a calendar. */
const DAYS_USUAL = 31;
/** An hourly rotation has 8,760 shifts a year: what is more comes by another request. */
const SHIFTS_MAX = 2000;

const TIME = 'must be a time with an offset, such as 2026-11-23T03:00:00Z';

interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

/** `?from=` (now) and `?to=` (31 days later). */
const rangeOf = ({ search, at }: Request): Result<Range, Response> => {
  const from = search['from'] === undefined ? at : parseInstant(search['from']);
  if (!from) return err(badRequest([{ field: 'from', message: TIME }]));
  const to = search['to'] === undefined ? addSeconds(from, DAYS_USUAL * DAY_SECONDS) : parseInstant(search['to']);
  if (!to) return err(badRequest([{ field: 'to', message: TIME }]));
  if (to < from) return err(badRequest([{ field: 'to', message: 'must not be before from' }]));
  if (secondsBetween(from, to) > RANGE_DAYS_MAX * DAY_SECONDS) {
    return err(badRequest([{ field: 'to', message: `must be at most ${RANGE_DAYS_MAX} days after from` }]));
  }
  return fine({ from, to });
};

const namesOf = async (directory: Pick<DirectoryStore, 'user'>, shifts: readonly Shift[]) => {
  const ids = [...new Set(shifts.flatMap(({ userId }) => (userId === undefined ? [] : [userId])))];
  const users = await Promise.all(ids.map((id) => directory.user(id)));
  return new Map<UserId, string | null>(ids.map((id, index) => [id, users[index]?.name ?? null]));
};

/**
 * GET /v1/schedules/{id}/shifts?from=&to=: the final schedule of a range without a hole: who has it, and why, and where
 * nobody has. One request draws a month. `next` is where the rest begins, when there is more than one answer holds.
 */
export const getScheduleShifts: HttpHandler<{ readonly directory: Pick<DirectoryStore, 'schedule' | 'user'> }> = async (
  deps,
  request,
) => {
  const id = request.params['id'] ?? '';
  const schedule = isSlug(id) ? await deps.directory.schedule(id as ScheduleId) : undefined;
  if (!schedule) return notFound('such schedule');
  const range = rangeOf(request);
  if (!range.ok) return range.error;
  const all = shiftsBetween(schedule, range.value.from, range.value.to);
  const shifts = all.slice(0, SHIFTS_MAX);
  const names = await namesOf(deps.directory, shifts);
  return ok({
    schedule: { id: schedule.id, name: schedule.name, timeZone: schedule.timeZone, version: schedule.version ?? 1 },
    from: range.value.from,
    to: shifts.at(-1)?.to ?? range.value.to,
    items: shifts.map(({ from, to, userId, reason }) => ({
      from,
      to,
      user: userId === undefined ? null : { id: userId, name: names.get(userId) ?? null },
      reason,
    })),
    gaps: shifts.filter(({ userId }) => userId === undefined).map(({ from, to }) => ({ from, to })),
    next: all[SHIFTS_MAX]?.from ?? null,
  });
};

export const handler = http(getScheduleShifts, { deps: once(() => ({ directory: directory() })), role: 'viewer' });
