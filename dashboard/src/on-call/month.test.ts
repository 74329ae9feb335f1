import { describe, expect, it } from 'vitest';
import { daysOf, monthAfter, type Shift, weeksOf } from './month.ts';

const iso = (year: number, month: number, day: number, hour = 0): string =>
  new Date(year, month - 1, day, hour).toISOString();
const shift = (from: string, to: string, name: string | null = 'Ada Park'): Shift => ({
  from,
  to,
  user: name === null ? null : { id: 'ada', name },
  reason: { type: name === null ? 'gap' : 'layer' },
});

describe('the days of a month', () => {
  it.each([
    ['2026-11', 42, [2026, 9, 26]],
    ['2026-02', 35, [2026, 0, 26]],
    ['2027-02', 28, [2027, 1, 1]],
  ])('of %s are whole weeks from Monday', (month, count, [year = 0, number = 0, day = 0]) => {
    const days = daysOf(month);
    expect(days).toHaveLength(count);
    expect(days[0]).toEqual(new Date(year, number, day));
    expect(days.every((date, index) => date.getDay() === (index + 1) % 7)).toBe(true);
  });

  it('go on over the end of a year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });
});

describe('the weeks of a month', () => {
  it('have a shift in each week that it is in, cut at its ends', () => {
    const weeks = weeksOf('2026-11', [shift(iso(2026, 11, 4, 12), iso(2026, 11, 11, 12))]);
    expect(weeks.map(({ bars }) => bars.length)).toEqual([0, 1, 1, 0, 0, 0]);
    expect(weeks[1]?.bars[0]).toMatchObject({ start: 2.5, length: 4.5, begins: true, ends: false });
    expect(weeks[2]?.bars[0]).toMatchObject({ start: 0, length: 2.5, begins: false, ends: true });
  });

  it('are covered by shifts that cover them', () => {
    const shifts = [
      shift(iso(2026, 10, 20), iso(2026, 11, 6, 9)),
      shift(iso(2026, 11, 6, 9), iso(2026, 11, 20, 3), null),
      shift(iso(2026, 11, 20, 3), iso(2026, 12, 20)),
    ];
    for (const { bars } of weeksOf('2026-11', shifts)) {
      expect(bars.reduce((sum, { length }) => sum + length, 0)).toBeCloseTo(7);
    }
  });
});
