import type { DirectoryStore } from '../../data/directory-store.ts';
import { type Shift, shiftsBetween } from '../../domain/schedule/on-call.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { ScheduleId, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { CalendarShift } from './feed.ts';
import type { CalendarOf } from './link.ts';

const DAY_SECONDS = 86_400;
const DAYS_BACK = 14;
const DAYS_AHEAD = 180;
/** Above it a calendar ends sooner: programs give up on files that are much larger. */
const ENTRIES_MAX = 2000;

type Directory = Pick<DirectoryStore, 'schedule' | 'schedules' | 'user'>;

export interface Calendar {
  readonly name: string;
  readonly isPersonal: boolean;
  readonly shifts: readonly CalendarShift[];
}

type Held = Shift & { readonly userId: UserId };
const isHeld = (shift: Shift): shift is Held => shift.userId !== undefined;

const concerns = ({ layers, overrides }: Schedule, id: UserId): boolean =>
  layers.some(({ participants }) => participants.includes(id)) || overrides.some(({ userId }) => userId === id);

const byBeginning = (a: CalendarShift, b: CalendarShift): number =>
  a.shift.from < b.shift.from ? -1 : Number(a.shift.from > b.shift.from);

/** From midnight to midnight: a shift that is cut there is the same entry all day. */
const shiftsOf = (schedule: Schedule, at: Instant): readonly Held[] => {
  const midnight = `${at.slice(0, 10)}T00:00:00.000Z` as Instant;
  const from = addSeconds(midnight, -DAYS_BACK * DAY_SECONDS);
  return shiftsBetween(schedule, from, addSeconds(midnight, DAYS_AHEAD * DAY_SECONDS)).filter(isHeld);
};

const ofSchedule = async (directory: Directory, id: string, at: Instant): Promise<Calendar | undefined> => {
  const schedule = await directory.schedule(id as ScheduleId);
  if (!schedule) return undefined;
  const held = shiftsOf(schedule, at).slice(0, ENTRIES_MAX);
  const ids = [...new Set(held.map(({ userId }) => userId))];
  const people = await Promise.all(ids.map((userId) => directory.user(userId)));
  const names = new Map(ids.map((userId, index) => [userId, people[index]?.name ?? userId]));
  const shifts = held.map((shift) => ({ schedule, shift, person: names.get(shift.userId) ?? shift.userId }));
  return { name: `On call: ${schedule.name}`, isPersonal: false, shifts };
};

const ofUser = async (directory: Directory, id: string, at: Instant): Promise<Calendar | undefined> => {
  const user = await directory.user(id as UserId);
  if (!user) return undefined;
  const schedules = (await directory.schedules()).filter((schedule) => concerns(schedule, user.id));
  const shifts = schedules
    .flatMap((schedule) =>
      shiftsOf(schedule, at)
        .filter(({ userId }) => userId === user.id)
        .map((shift) => ({ schedule, shift, person: user.name })),
    )
    .toSorted(byBeginning)
    .slice(0, ENTRIES_MAX);
  return { name: `On call: ${user.name}`, isPersonal: true, shifts };
};

/** The shifts of a schedule, or of a person in every schedule: two weeks back and half a year ahead. Undefined: gone. */
export const calendarOf = (
  directory: Directory,
  { type, id }: CalendarOf,
  at: Instant,
): Promise<Calendar | undefined> => (type === 'schedule' ? ofSchedule(directory, id, at) : ofUser(directory, id, at));
