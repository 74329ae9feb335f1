import ical, { ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import type { OnCallReason, Shift } from '../../domain/schedule/on-call.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';

/** How often those who follow a calendar are asked to look again; few look more often than every hour. */
const AGAIN_SECONDS = 3600;
const PRODUCT = { company: 'PD Lite', product: 'On call', language: 'EN' };
const NAME_MAX = 200;

/** What is one entry of a calendar: somebody's shift in a schedule. */
export interface CalendarShift {
  readonly schedule: Pick<Schedule, 'id' | 'name'>;
  readonly shift: Shift & { readonly userId: UserId };
  readonly person: string;
}

/** On one line and of bounded length: what people call themselves and their schedules ends up in others' calendars. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, NAME_MAX);

const whyText = (reason: OnCallReason): string =>
  reason.type === 'override' ? 'By an override.' : `By the layer ${plain(reason.layer)}.`;

/**
 * A calendar as RFC 5545 writes it, in UTC, so that every reader shows it in their own zone. Nobody is busy because of
 * it. Two shifts of one schedule never begin at the same time, so an entry keeps its name from one reading to the next.
 */
export const calendarFeed = (
  { name, isPersonal }: { readonly name: string; readonly isPersonal: boolean },
  shifts: readonly CalendarShift[],
  at: Instant,
): string => {
  const calendar = ical({ name: plain(name), prodId: PRODUCT, ttl: AGAIN_SECONDS });
  for (const { schedule, shift, person } of shifts) {
    const of = plain(schedule.name);
    calendar.createEvent({
      id: `${schedule.id}.${Date.parse(shift.from) / 1000}@pd-lite`,
      stamp: new Date(at),
      start: new Date(shift.from),
      end: new Date(shift.to),
      summary: isPersonal ? `On call: ${of}` : `${plain(person)}: ${of}`,
      description: `${plain(person)} is on call in ${of}. ${whyText(shift.reason)}`,
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    });
  }
  return calendar.toString();
};
