import { describe, expect, it } from 'vitest';
import { metricsOf } from './metrics.ts';
import type { Incident } from './types.ts';

const minutes = (at: Date, count: number): string => new Date(at.getTime() + count * 60_000).toISOString();
/** Declared at a time of the viewer's clock; acknowledged and resolved so many minutes later. */
const incident = (at: Date, acknowledged: number | null, resolved: number | null, more: object = {}): Incident =>
  ({
    declaredAt: at.toISOString(),
    acknowledgedAt: acknowledged === null ? null : minutes(at, acknowledged),
    acknowledgedBy: acknowledged === null ? null : { kind: 'user', id: 'ada', name: 'Ada Park', via: 'sms' },
    resolvedAt: resolved === null ? null : minutes(at, resolved),
    mergedInto: null,
    ...more,
  }) as Incident;

const MONDAY = new Date(2026, 10, 23, 10);
const NIGHT = new Date(2026, 10, 24, 3);
const SUNDAY = new Date(2026, 10, 29, 12);

describe('how a month went', () => {
  it('is counted by day, by hour, by person, and out of hours', () => {
    const metrics = metricsOf([incident(MONDAY, 2, 30), incident(NIGHT, 4, null), incident(SUNDAY, null, null)], 30);
    expect(metrics).toMatchObject({ incidents: 3, toAcknowledge: 180_000, toResolve: 1_800_000, outOfHours: 2 });
    expect(metrics.byDay.filter(({ count }) => count > 0).map(({ day }) => day)).toEqual([23, 24, 29]);
    expect(metrics.byHour.filter(({ count }) => count > 0).map(({ hour }) => hour)).toEqual([3, 10, 12]);
    expect(metrics.byPerson).toEqual([{ name: 'Ada Park', count: 2 }]);
  });

  it('leaves out drills', () => {
    expect(metricsOf([incident(MONDAY, 2, 30, { drill: true })], 30)).toMatchObject({ incidents: 0 });
  });

  it('leaves out what was merged into another', () => {
    expect(metricsOf([incident(MONDAY, 2, 30, { mergedInto: 'X' })], 30)).toMatchObject({
      incidents: 0,
      toResolve: null,
    });
  });
});
