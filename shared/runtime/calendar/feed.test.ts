import fc from 'fast-check';
import { expect, it } from 'vitest';
import { person } from '../../domain/escalation/fixtures/directory.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { ScheduleId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { type CalendarShift, calendarFeed } from './feed.ts';
import { calendarOf } from './shifts.ts';

const AT = '2026-11-23T03:00:00.000Z' as Instant;
const WEEKLY: Schedule = {
  id: 'primary' as ScheduleId,
  name: 'Checkout; primary, EU',
  timeZone: 'Europe/London',
  layers: [
    {
      name: 'weekly\nrotation',
      rotation: { unit: 'week', length: 4, startsAt: '2026-10-05T09:00' },
      participants: ['ada', 'zoe'] as UserId[],
    },
  ],
  overrides: [
    {
      id: 'o1',
      userId: 'ada' as UserId,
      from: '2026-12-24T18:00:00.000Z' as Instant,
      to: '2026-12-25T18:00:00.000Z' as Instant,
    },
  ],
  version: 1,
};
const OTHER: Schedule = { ...WEEKLY, id: 'other' as ScheduleId, name: 'Other', overrides: [] };
const names = new Map([
  ['ada', 'Ada Park'],
  ['zoe', 'Zoë “Z” Lindqvist-Østergård of the platform team, 東京 office'],
]);
const directory = {
  schedule: async (id: string) => (id === 'primary' ? WEEKLY : undefined),
  schedules: async () => [WEEKLY, OTHER],
  user: async (id: string) => (names.has(id) ? person(id, { name: names.get(id) as string }) : undefined),
} as never;

const written = async (type: 'schedule' | 'user', id: string): Promise<string> => {
  const calendar = await calendarOf(directory, { type, id }, AT);
  if (!calendar) throw new Error('there is no calendar');
  return calendarFeed(calendar, calendar.shifts, AT);
};

/** Lines as a reader has them: folded ones joined, escapes undone. */
const read = (feed: string, property: string): string[] =>
  feed
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line.startsWith(`${property}:`) || line.startsWith(`${property};`))
    .map((line) =>
      line.slice(line.indexOf(':') + 1).replace(/\\([\\;,nN])/g, (_, sign) => (/n/i.test(sign) ? '\n' : sign)),
    );

it('writes a schedule as the golden file has it', async () => {
  const feed = await written('schedule', 'primary');
  expect(feed).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await expect(feed).toMatchFileSnapshot('./golden/schedule.ics');
});

it('writes the shifts of a person in every schedule', async () => {
  const feed = await written('user', 'ada');
  expect(new Set(read(feed, 'SUMMARY'))).toEqual(new Set(['On call: Checkout; primary, EU', 'On call: Other']));
  expect(read(feed, 'DESCRIPTION').some((text) => text.includes('By an override.'))).toBe(true);
  expect(new Set(read(feed, 'UID')).size).toBe(read(feed, 'UID').length);
});

it('calls an entry the same from one reading of a day to the next', async () => {
  const later = await calendarOf(directory, { type: 'schedule', id: 'primary' }, '2026-11-23T21:00:00.000Z' as Instant);
  const uids = read(calendarFeed(later as never, later?.shifts ?? [], AT), 'UID');
  expect(uids).toEqual(read(await written('schedule', 'primary'), 'UID'));
});

it('is of nobody who is gone', async () => {
  expect(await calendarOf(directory, { type: 'user', id: 'gone' }, AT)).toBeUndefined();
  expect(await calendarOf(directory, { type: 'schedule', id: 'gone' }, AT)).toBeUndefined();
});

it('lets no name write into the calendar, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const one: CalendarShift = {
        schedule: { id: WEEKLY.id, name: `${name}\r\nEND:VCALENDAR\r\nX: ` },
        person: name,
        shift: {
          from: AT,
          to: '2026-11-23T04:00:00.000Z' as Instant,
          userId: 'ada' as UserId,
          reason: { type: 'override', overrideId: 'o' },
        },
      };
      const feed = calendarFeed({ name, isPersonal: false }, [one], AT);
      const lines = feed.split('\r\n');
      expect(lines.filter((line) => /^(BEGIN|END):/.test(line))).toEqual([
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'END:VEVENT',
        'END:VCALENDAR',
      ]);
      // Folded at 75 octets, and nowhere a bare line break.
      for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(feed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(read(feed, 'SUMMARY')).toHaveLength(1);
    }),
  );
});
