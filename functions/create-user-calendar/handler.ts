import * as v from 'valibot';
import type { CalendarLinkStore } from '../../shared/data/calendar-link-store.ts';
import type { ConfigStore } from '../../shared/data/config-store.ts';
import { newCalendarFile } from '../../shared/runtime/calendar/link.ts';
import { refusedForOther, userOfPath } from '../../shared/runtime/contact/person.ts';
import { environment, once } from '../../shared/runtime/environment.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { notFound, unauthorized } from '../../shared/runtime/http/problems.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { calendarLinks, config } from '../../shared/runtime/stores.ts';

export const Input = v.strictObject({});

interface Deps {
  readonly config: Pick<ConfigStore, 'users'>;
  readonly links: Pick<CalendarLinkStore, 'put'>;
  readonly publicUrl: string;
}
const dependencies = once(() => ({
  config: config(),
  links: calendarLinks(),
  publicUrl: environment('PD_PUBLIC_URL'),
}));

/**
 * POST /v1/users/{id}/calendar: a secret address at which calendar programs read somebody's shifts in every schedule.
 * Everybody makes their own, an admin everybody's. It is in this answer and nowhere else; the caller's before ends.
 */
export const createUserCalendar: HttpHandler<Deps> = async (deps, request) => {
  if (!request.caller) return unauthorized(undefined);
  const body = input(Input, request);
  if (!body.ok) return body.error;
  const user = await userOfPath(deps.config.users, request);
  if (!user) return notFound('such user');
  const refusal = refusedForOther(request, user.id);
  if (refusal) return refusal;
  const file = await newCalendarFile(deps.links, { type: 'user', id: user.id }, request.caller, request.at);
  return json(201, { url: `${deps.publicUrl}/v1/calendars/${file}` });
};

export const handler = http(audited(createUserCalendar), { deps: dependencies, role: 'responder' });
