import * as v from 'valibot';
import type { CalendarLinkStore } from '../../shared/data/calendar-link-store.ts';
import type { ConfigStore } from '../../shared/data/config-store.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import { newCalendarFile } from '../../shared/runtime/calendar/link.ts';
import { environment, once } from '../../shared/runtime/environment.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { notFound, unauthorized } from '../../shared/runtime/http/problems.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { calendarLinks, config } from '../../shared/runtime/stores.ts';

export const Input = v.strictObject({});

interface Deps {
  readonly config: Pick<ConfigStore, 'schedules'>;
  readonly links: Pick<CalendarLinkStore, 'put'>;
  readonly publicUrl: string;
}
const dependencies = once(() => ({
  config: config(),
  links: calendarLinks(),
  publicUrl: environment('PD_PUBLIC_URL'),
}));

/**
 * POST /v1/schedules/{id}/calendar: a secret address at which calendar programs read a schedule. It is in this answer
 * and nowhere else; the one that the caller had before ends.
 */
export const createScheduleCalendar: HttpHandler<Deps> = async (deps, request) => {
  if (!request.caller) return unauthorized(undefined);
  const body = input(Input, request);
  if (!body.ok) return body.error;
  const id = request.params['id'] ?? '';
  const schedule = isSlug(id) ? await deps.config.schedules.get(id) : undefined;
  if (!schedule) return notFound('such schedule');
  const file = await newCalendarFile(deps.links, { type: 'schedule', id }, request.caller, request.at);
  return json(201, { url: `${deps.publicUrl}/v1/calendars/${file}` });
};

export const handler = http(audited(createScheduleCalendar), { deps: dependencies, role: 'responder' });
