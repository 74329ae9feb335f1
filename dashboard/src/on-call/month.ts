/** A stretch of a schedule as the API gives it. */
export interface Shift {
  readonly from: string;
  readonly to: string;
  readonly user: { readonly id: string; readonly name: string | null } | null;
  readonly reason: {
    readonly type: 'layer' | 'override' | 'gap';
    readonly layer?: string;
    readonly overrideId?: string;
  };
}

export interface Day {
  readonly date: Date;
  readonly inMonth: boolean;
}

/** A part of a shift within one week, in days since the week's beginning. */
export interface Bar {
  readonly shift: Shift;
  readonly start: number;
  readonly length: number;
  /** Whether the shift begins or ends here, and not in another week. */
  readonly begins: boolean;
  readonly ends: boolean;
}

export interface Week {
  readonly days: readonly Day[];
  readonly bars: readonly Bar[];
}

const DAYS = 7;

const addDays = (date: Date, days: number): Date =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** The days that a month's page shows: whole weeks from Monday, in the viewer's zone. */
export const daysOf = (month: string): readonly Date[] => {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const first = new Date(year, number - 1, 1);
  const start = addDays(first, -((first.getDay() + 6) % DAYS));
  const end = new Date(year, number, 0);
  const weeks = Math.ceil((Math.round((end.getTime() - start.getTime()) / 86_400_000) + 1) / DAYS);
  return Array.from({ length: weeks * DAYS }, (_, index) => addDays(start, index));
};

/** The instants from which to which a month's page goes. */
export const rangeOf = (month: string): { readonly from: string; readonly to: string } => {
  const days = daysOf(month);
  return { from: (days[0] as Date).toISOString(), to: addDays(days.at(-1) as Date, 1).toISOString() };
};

/** How many days into a week an instant is; a day of 23 or 25 hours is as wide as any other. */
const position = (at: number, days: readonly Date[]): number => {
  const index = days.findLastIndex((day) => day.getTime() <= at);
  if (index < 0) return 0;
  const day = days[index] as Date;
  const next = addDays(day, 1).getTime();
  return index + Math.min(1, (at - day.getTime()) / (next - day.getTime()));
};

const barOf = (shift: Shift, days: readonly Date[]): Bar | undefined => {
  const weekFrom = (days[0] as Date).getTime();
  const weekTo = addDays(days.at(-1) as Date, 1).getTime();
  const from = Date.parse(shift.from);
  const to = Date.parse(shift.to);
  if (to <= weekFrom || from >= weekTo) return undefined;
  const start = position(Math.max(from, weekFrom), days);
  const end = position(Math.min(to, weekTo), days);
  return { shift, start, length: end - start, begins: from >= weekFrom, ends: to <= weekTo };
};

/** A month as weeks of days, with who is on call in each. */
export const weeksOf = (month: string, shifts: readonly Shift[]): readonly Week[] => {
  const number = Number(month.slice(5)) - 1;
  const all = daysOf(month);
  return Array.from({ length: all.length / DAYS }, (_, index) => {
    const days = all.slice(index * DAYS, (index + 1) * DAYS);
    return {
      days: days.map((date) => ({ date, inMonth: date.getMonth() === number })),
      bars: shifts.flatMap((shift) => barOf(shift, days) ?? []),
    };
  });
};

/** `2026-12` after `2026-11`. */
export const monthAfter = (month: string, months: number): string => {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const date = new Date(year, number - 1 + months, 1);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
};
