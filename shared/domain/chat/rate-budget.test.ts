import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSeconds, fromEpochMs, type Instant, toEpochMs } from '../../lib/instant.ts';
import { budgetsOf, closedUntil, type Rate, reserve } from './rate-budget.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
const METHODS = {
  'conversations.create': 20,
  'conversations.setTopic': 20,
  'pins.add': 20,
  'usergroups.users.update': 20,
  'conversations.invite': 50,
  'conversations.history': 50,
  'chat.update': 50,
  'users.lookupByEmail': 50,
  'chat.postEphemeral': 100,
  'views.publish': 100,
} as const;

/** The moments at which calls go that are asked for after pauses of so many milliseconds. */
const goes = (rate: Rate, pausesMs: readonly number[], withinMs: number): readonly number[] => {
  let nowMs = toEpochMs(START);
  let arrivalMs = 0;
  return pausesMs.flatMap((pauseMs) => {
    nowMs += pauseMs;
    const reserved = reserve(arrivalMs, rate, fromEpochMs(nowMs), withinMs);
    if (reserved.type === 'full') return [];
    arrivalMs = reserved.arrivalMs;
    return [toEpochMs(reserved.goAt)];
  });
};

const mostWithin = (moments: readonly number[], ms: number): number =>
  Math.max(0, ...moments.map((from) => moments.filter((moment) => moment >= from && moment < from + ms).length));

it.each(Object.entries(METHODS))('never calls %s more often than %i times in any minute', (method, limit) => {
  const [budget] = budgetsOf(method, null);
  if (!budget) throw new Error('it has one');
  const pauses = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 200 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 0, max: 90_000 }), (pausesMs, withinMs) => {
      expect(mostWithin(goes(budget.rate, pausesMs, withinMs), 60_000)).toBeLessThanOrEqual(0.9 * limit + 1);
    }),
  );
});

it('posts to one channel about once a second, after a burst of three', () => {
  const [channel, all] = budgetsOf('chat.postMessage', 'C0INCIDENTS');
  expect([channel?.name, all?.name]).toEqual(['chat.postMessage#C0INCIDENTS', 'chat.postMessage']);
  const moments = goes(channel?.rate as Rate, Array(10).fill(0), 60_000);
  expect(moments.map((moment) => moment - toEpochMs(START))).toEqual([
    0, 0, 0, 1100, 2200, 3300, 4400, 5500, 6600, 7700,
  ]);
});

it('lets nobody wait longer than they would, and says when there is room', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 20_000 }), (aheadMs, withinMs) => {
      const rate = { everyMs: 3000, burst: 4 };
      const reserved = reserve(toEpochMs(START) + aheadMs, rate, START, withinMs);
      if (reserved.type === 'reserved') {
        expect(toEpochMs(reserved.goAt) - toEpochMs(START)).toBeLessThanOrEqual(withinMs);
        return;
      }
      expect(reserve(toEpochMs(START) + aheadMs, rate, reserved.until, 0)).toMatchObject({ goAt: reserved.until });
    }),
  );
});

it('stays closed until the time that Slack named, and then goes on one by one', () => {
  const rate = { everyMs: 3000, burst: 4 };
  const until = addSeconds(START, 30);
  const arrivalMs = closedUntil(rate, until);
  expect(reserve(arrivalMs, rate, START, 2000)).toEqual({ type: 'full', until });
  const first = reserve(arrivalMs, rate, until, 0);
  expect(first).toMatchObject({ type: 'reserved', goAt: until });
  expect(first.type === 'reserved' && reserve(first.arrivalMs, rate, until, 0)).toEqual({
    type: 'full',
    until: addSeconds(until, 3),
  });
});

it('counts a method that it does not know as a slow one', () => {
  expect(budgetsOf('team.info', null)).toEqual(
    budgetsOf('pins.add', null).map(({ rate }) => ({ name: 'team.info', rate })),
  );
});
