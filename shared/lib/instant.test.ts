import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSeconds, fromEpochMs, isInstant, parseInstant, secondsBetween, toEpochMs } from './instant.ts';

it.each([
  ['2026-11-23T03:00:00Z', '2026-11-23T03:00:00.000Z'],
  ['2026-11-23T03:00:00.5Z', '2026-11-23T03:00:00.500Z'],
  ['2026-11-23T03:00:00.123456789Z', '2026-11-23T03:00:00.123Z'],
  ['2026-11-23T03:00:00+0000', '2026-11-23T03:00:00.000Z'],
  ['2026-11-23T05:30:00+02:30', '2026-11-23T03:00:00.000Z'],
  ['2026-11-23 03:00:00Z', '2026-11-23T03:00:00.000Z'],
  ['2026-11-23T03:00Z', '2026-11-23T03:00:00.000Z'],
])('reads %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

it.each([
  '',
  'now',
  '2026-11-23',
  '2026-11-23T03:00:00',
  '2026-13-01T00:00:00Z',
  '+275760-09-13T00:00:01Z',
  '-000001-01-01T00:00:00Z',
  '1'.repeat(100),
  '1763866800000',
  '2026-11-23T03:00:00Z'.padEnd(80),
])('finds no instant in %j', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});

const epochMs = fc.integer({ min: 0, max: 4_102_444_800_000 });

it('is one form: as text it sorts as it does in time, and goes there and back', () => {
  fc.assert(
    fc.property(epochMs, epochMs, (a, b) => {
      expect(fromEpochMs(a) < fromEpochMs(b)).toBe(a < b);
      expect(toEpochMs(fromEpochMs(a))).toBe(a);
      expect(isInstant(fromEpochMs(a))).toBe(true);
      expect(parseInstant(fromEpochMs(a))).toBe(fromEpochMs(a));
    }),
  );
});

it('adds what lies between', () => {
  fc.assert(
    fc.property(epochMs, epochMs, (a, b) => {
      expect(addSeconds(fromEpochMs(a), secondsBetween(fromEpochMs(a), fromEpochMs(b)))).toBe(fromEpochMs(b));
    }),
  );
});

it.each(['2026-11-23T03:00:00Z', '2026-13-30T00:00:00.000Z', '2026-11-23T25:00:00.000Z', ''])(
  'is strict about %j',
  (text) => {
    expect(isInstant(text)).toBe(false);
  },
);
