import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSeconds } from '../../lib/instant.ts';
import { shiftsBetween } from './on-call.ts';
import { every, instant, layer, lines, schedule, user } from './schedule.fixture.ts';
import { type Stretch, swapOf } from './swap.ts';

const given = schedule('UTC', [layer('primary', 'abc', every(1, 'week', '2026-01-05T09:00'))]);
const stretch = (name: string, from: string, to: string): Stretch => ({
  userId: user(name),
  from: instant(from),
  to: instant(to),
});
const FIRST_OF_A = stretch('a', '2026-01-05T09:00Z', '2026-01-12T09:00Z');
const WEEK_OF_B = stretch('b', '2026-01-12T09:00Z', '2026-01-19T09:00Z');
const IDS = { swap: 's1', overrides: ['s1-1', 's1-2'] } as const;

describe('a swap', () => {
  it('gives each the time of the other, and changes nothing else', () => {
    const swapped = swapOf(given, [FIRST_OF_A, WEEK_OF_B], IDS);
    if (!swapped.ok) throw new Error(swapped.error.code);
    expect(lines({ ...given, overrides: swapped.value }, '2026-01-05T09:00Z', '2026-01-26T09:00Z')).toEqual([
      'b 2026-01-05T09:00Z/2026-01-12T09:00Z',
      'a 2026-01-12T09:00Z/2026-01-19T09:00Z',
      'c 2026-01-19T09:00Z/2026-01-26T09:00Z',
    ]);
    expect(swapped.value.map(({ id, swap }) => [id, swap])).toEqual([
      ['s1-1', 's1'],
      ['s1-2', 's1'],
    ]);
  });

  it('may be of parts of shifts', () => {
    const evening = stretch('a', '2026-01-07T18:00Z', '2026-01-07T22:00Z');
    const noon = stretch('b', '2026-01-13T12:00Z', '2026-01-13T13:00Z');
    expect(swapOf(given, [evening, noon], IDS)).toMatchObject({ ok: true });
  });

  it.each([
    ['with oneself', [FIRST_OF_A, stretch('a', '2026-01-26T09:00Z', '2026-01-27T09:00Z')], { code: 'same-person' }],
    ['of one time', [FIRST_OF_A, stretch('b', '2026-01-12T08:59Z', '2026-01-13T09:00Z')], { code: 'overlap' }],
    [
      'of what is not hers for all of it',
      [stretch('a', '2026-01-11T09:00Z', '2026-01-12T10:00Z'), stretch('b', '2026-01-13T09:00Z', '2026-01-14T09:00Z')],
      { code: 'not-on-call', which: 0, at: '2026-01-12T09:00:00.000Z' },
    ],
    [
      'for what is a third person’s',
      [FIRST_OF_A, stretch('b', '2026-01-19T09:00Z', '2026-01-20T09:00Z')],
      { code: 'not-on-call', which: 1, at: '2026-01-19T09:00:00.000Z' },
    ],
  ] as const)('%s is refused', (_, pair, error) => {
    expect(swapOf(given, pair, IDS)).toMatchObject({ ok: false, error });
  });

  it('leaves everybody as many hours as it found, where both give as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), (mine, theirs) => {
        const day = (start: string, days: number) => addSeconds(instant(start), days * 86_400);
        const pair = [
          { userId: user('a'), from: day('2026-01-05T09:00Z', mine), to: day('2026-01-05T09:00Z', mine + 1) },
          { userId: user('b'), from: day('2026-01-12T09:00Z', theirs), to: day('2026-01-12T09:00Z', theirs + 1) },
        ] as const;
        const swapped = swapOf(given, pair, IDS);
        if (!swapped.ok) throw new Error(swapped.error.code);
        const hours = (overrides: typeof given.overrides) => {
          const sums = new Map<string, number>();
          for (const { userId = '-', from, to } of shiftsBetween(
            { ...given, overrides },
            instant('2026-01-05T09:00Z'),
            instant('2026-01-26T09:00Z'),
          )) {
            sums.set(userId, (sums.get(userId) ?? 0) + Date.parse(to) - Date.parse(from));
          }
          return sums;
        };
        expect(hours(swapped.value)).toEqual(hours([]));
      }),
    );
  });
});
