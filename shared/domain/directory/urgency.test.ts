import { describe, expect, it } from 'vitest';
import type { Instant } from '../../lib/instant.ts';
import { HIGH, type ServiceUrgency, urgencyOf } from './urgency.ts';

const at = (text: string) => text as Instant;
/** A Tuesday. */
const NOON = at('2026-11-24T12:00:00.000Z');
const hours: ServiceUrgency = {
  type: 'support-hours',
  timeZone: 'Europe/Berlin',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  to: '17:00',
  outside: 'low',
};

it('is high where a service says nothing, or says so', () => {
  expect(urgencyOf(undefined, 'SEV4', NOON)).toBe(HIGH);
  expect(urgencyOf({ type: 'always-high' }, 'SEV4', NOON)).toBe(HIGH);
});

it('goes by severity', () => {
  const rule: ServiceUrgency = { type: 'by-severity', high: ['SEV1', 'SEV2'] };
  expect(urgencyOf(rule, 'SEV2', NOON)).toBe(HIGH);
  expect(urgencyOf(rule, 'SEV3', NOON)).toEqual({ urgency: 'low', why: 'SEV3' });
});

describe('support hours', () => {
  it.each([
    ['their first moment', '2026-11-24T08:00:00.000Z', 'high'],
    ['the moment before', '2026-11-24T07:59:59.999Z', 'low'],
    ['their last moment', '2026-11-24T15:59:59.999Z', 'high'],
    ['their end', '2026-11-24T16:00:00.000Z', 'low'],
    ['a Saturday', '2026-11-28T10:00:00.000Z', 'low'],
    ['summer, an hour earlier in UTC', '2026-07-14T07:00:00.000Z', 'high'],
  ])('at %s', (_, when, urgency) => {
    expect(urgencyOf(hours, 'SEV1', at(when)).urgency).toBe(urgency);
  });

  it('may go over midnight', () => {
    const night: ServiceUrgency = { ...hours, days: [1], from: '22:00', to: '06:00' };
    expect(urgencyOf(night, 'SEV1', at('2026-11-24T04:59:00.000Z')).urgency).toBe('high');
    expect(urgencyOf(night, 'SEV1', at('2026-11-24T05:00:00.000Z')).urgency).toBe('low');
  });

  it('outside of which it goes by severity, where that is wanted', () => {
    const rule: ServiceUrgency = { ...hours, outside: 'by-severity' };
    const night = at('2026-11-24T02:00:00.000Z');
    expect(urgencyOf(rule, 'SEV2', night)).toBe(HIGH);
    expect(urgencyOf(rule, 'SEV3', night)).toEqual({ urgency: 'low', why: 'SEV3, outside support hours' });
    expect(urgencyOf(hours, 'SEV1', night)).toEqual({ urgency: 'low', why: 'outside support hours' });
  });
});
