import { Temporal } from 'temporal-polyfill';
import { expect, it, vi } from 'vitest';
import { shiftsBetween } from './on-call.ts';
import { every, instant, layer, schedule } from './schedule.fixture.ts';

/** What Temporal is asked, which is where the time would go: one look at a transition costs as much as a hundred turns. */
const askedOfTemporal = (work: () => void): number => {
  const asked = [
    vi.spyOn(Temporal.Instant.prototype, 'toZonedDateTimeISO'),
    vi.spyOn(Temporal.ZonedDateTime.prototype, 'getTimeZoneTransition'),
  ];
  work();
  const times = asked.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of asked) spy.mockRestore();
  return times;
};

const threeLayers = (zone: string) =>
  schedule(zone, [
    layer('weekly', 'abc', every(1, 'week', '2020-01-06T09:00')),
    layer('nights', 'de', every(1, 'day', '2020-01-06T20:00'), { restrictions: [{ from: '20:00', to: '08:00' }] }),
    layer('office', 'fg', every(12, 'hour', '2021-01-06T07:00'), {
      restrictions: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    }),
  ]);
const yearOf = (zone: string) => () => {
  const shifts = shiftsBetween(threeLayers(zone), instant('2026-01-01T00:00Z'), instant('2027-01-01T00:00Z'));
  expect(shifts.length).toBeGreaterThan(1000);
};

it('asks Temporal a few times for a year of three layers, and never again for the same year', () => {
  // Zones that no other test of this file uses: a clock keeps what it found.
  expect(askedOfTemporal(yearOf('America/Denver'))).toBeLessThan(20);
  expect(askedOfTemporal(yearOf('America/Denver'))).toBe(0);
});

it('asks as little in a zone whose clocks change by half an hour, or never', () => {
  expect(askedOfTemporal(yearOf('Australia/Lord_Howe'))).toBeLessThan(20);
  expect(askedOfTemporal(yearOf('Asia/Kolkata'))).toBeLessThan(20);
});
