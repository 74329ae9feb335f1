import { expect, it } from 'vitest';
import type { Instant } from '../../shared/lib/instant.ts';
import { firstHandOver } from './seed.ts';

it.each([
  ['a Monday before nine, winter', '2026-11-23T13:59:00.000Z', '2026-11-16T09:00'],
  ['a Monday after nine, winter', '2026-11-23T14:01:00.000Z', '2026-11-23T09:00'],
  ['a Monday before nine, summer', '2026-07-06T12:59:00.000Z', '2026-06-29T09:00'],
  ['a Monday after nine, summer', '2026-07-06T13:01:00.000Z', '2026-07-06T09:00'],
  ['a Sunday', '2026-11-22T23:00:00.000Z', '2026-11-16T09:00'],
])('begins the demo rotation with the hand-over that was last: %s', (_when, at, monday) => {
  expect(firstHandOver(at as Instant)).toBe(monday);
});
