import type { CalendarLinkStore } from '../../shared/data/calendar-link-store.ts';
import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import type { UserId } from '../../shared/lib/ids.ts';
import { calendarFeed } from '../../shared/runtime/calendar/feed.ts';
import { openCalendarFile } from '../../shared/runtime/calendar/link.ts';
import { calendarOf } from '../../shared/runtime/calendar/shifts.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { problem, type Response } from '../../shared/runtime/http/response.ts';
import { calendarLinks, directory } from '../../shared/runtime/stores.ts';

interface Deps {
  readonly directory: Pick<DirectoryStore, 'schedule' | 'schedules' | 'user'>;
  readonly links: Pick<CalendarLinkStore, 'get'>;
}
const dependencies = once(() => ({ directory: directory(), links: calendarLinks() }));

/** The same answer whatever is wrong with the address: it is a secret. */
const noCalendar = (): Response =>
  problem(404, 'Not found', 'There is no calendar at this address, or no longer. Make a new one.', [
    { field: 'file', message: 'is unknown' },
  ]);

/**
 * GET /v1/calendars/{secret}.ics: the shifts of a schedule or a person, for calendar programs, which cannot sign in. A
 * link of somebody who is gone shows nothing any more.
 */
export const getCalendar: HttpHandler<Deps> = async (deps, request) => {
  const opened = await openCalendarFile(deps.links, request.params['file'] ?? '');
  if (!opened) return noCalendar();
  const { of, link } = opened;
  if (link.kind === 'user' && !(await deps.directory.user(link.id as UserId))) return noCalendar();
  const calendar = await calendarOf(deps.directory, of, request.at);
  if (!calendar) return noCalendar();
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `inline; filename="${of.type}-${of.id}.ics"`,
      'cache-control': 'private, max-age=300',
      'referrer-policy': 'no-referrer',
    },
    body: calendarFeed(calendar, calendar.shifts, request.at),
  };
};

export const handler = http(getCalendar, { deps: dependencies, role: 'public' });
