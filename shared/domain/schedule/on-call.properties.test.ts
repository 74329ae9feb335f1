import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromEpochMs, toEpochMs } from '../../lib/instant.ts';
import { shiftsBetween, whoIsOnCall } from './on-call.ts';
import { instant, layer, schedule, user } from './schedule.fixture.ts';
import type { Layer, Override, Restriction, Schedule } from './schedule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Midnight of a day in UTC. */
const midnightMs = (day: string): number => toEpochMs(instant(`${day}T00:00:00Z`));

/** A zone and the Sunday on which its clocks change (or nothing happens, or a day is left out). */
const WEEKS = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kolkata', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/St_Johns', '2010-11-07'],
  ['America/St_Johns', '2026-03-08'],
  ['America/St_Johns', '2026-11-01'],
  // A leap day, in a zone of half an hour and in one whose clocks change by half an hour.
  ['Asia/Kolkata', '2028-02-29'],
  ['Australia/Lord_Howe', '2028-02-29'],
  ['Pacific/Apia', '2011-12-30'],
] as const;
type Week = (typeof WEEKS)[number];

const two = (number: number): string => String(number).padStart(2, '0');
const timeOfDay = fc
  .oneof(fc.integer({ min: 0, max: 24 * 60 - 1 }), fc.integer({ min: 0, max: 4 * 60 }))
  .map((minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);

const restriction: fc.Arbitrary<Restriction> = fc.record(
  { days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }), from: timeOfDay, to: timeOfDay },
  { requiredKeys: ['from', 'to'] },
);

/** Most layers start from ten days before the change to three days after, so that a start is often near it; some years before. */
const startsIn = fc.oneof(
  { arbitrary: fc.integer({ min: -10, max: 3 }), weight: 3 },
  { arbitrary: fc.integer({ min: -4000, max: -300 }), weight: 1 },
);
/** What began years ago has turns of ten hours or more: the walk counts them one by one. */
const lengthOf = (unit: string, days: number, length: number): number =>
  unit === 'hour' && days < -10 ? length + 9 : length;

/** An end, too, is often near the change. */
const layerNear = (day: string): fc.Arbitrary<Layer> =>
  fc
    .record({
      people: fc.constantFrom('', 'a', 'ab', 'abc', 'xyzzy'),
      unit: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
      length: fc.integer({ min: 1, max: 13 }),
      startsIn,
      startsAt: timeOfDay,
      restrictions: fc.option(fc.array(restriction, { maxLength: 3 })),
      endsIn: fc.option(fc.integer({ min: -2 * 1440, max: 4 * 1440 }), { freq: 3 }),
    })
    .map(({ people, unit, length, startsIn, startsAt, restrictions, endsIn }) =>
      layer(
        `${people} by ${unit}`,
        people,
        {
          unit,
          length: lengthOf(unit, startsIn, length),
          startsAt: `${Temporal.PlainDate.from(day).add({ days: startsIn })}T${startsAt}`,
        },
        {
          ...(restrictions ? { restrictions } : {}),
          ...(endsIn === null ? {} : { endsAt: fromEpochMs(midnightMs(day) + endsIn * MINUTE_MS) }),
        },
      ),
    );

const overrideNear = (day: string): fc.Arbitrary<Override> =>
  fc
    .record({
      id: fc.constantFrom('o1', 'o2', 'o3'),
      name: fc.constantFrom('a', 'o', 'p'),
      from: fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
      minutes: fc.integer({ min: -10, max: 1440 }),
    })
    .map(({ id, name, from, minutes }) => ({
      id,
      userId: user(name),
      from: fromEpochMs(midnightMs(day) + from * MINUTE_MS),
      to: fromEpochMs(midnightMs(day) + (from + minutes) * MINUTE_MS),
    }));

const scheduleIn = fc.constantFrom(...WEEKS).chain((week) =>
  fc
    .record({
      layers: fc.array(layerNear(week[1]), { maxLength: 3 }),
      overrides: fc.array(overrideNear(week[1]), { maxLength: 3 }),
    })
    .map(({ layers, overrides }) => ({ week, given: schedule(week[0], layers, overrides) })),
);

/** The week around the change. */
const rangeOf = ([, day]: Week) => ({
  from: fromEpochMs(midnightMs(day) - 4 * DAY_MS),
  to: fromEpochMs(midnightMs(day) + 4 * DAY_MS),
});

describe('the final schedule', () => {
  it('tiles its range with no gap and no overlap, a new tile only where something changes', () => {
    fc.assert(
      fc.property(scheduleIn, ({ week, given }) => {
        const { from, to } = rangeOf(week);
        const shifts = shiftsBetween(given, from, to);
        expect(shifts[0]?.from).toBe(from);
        expect(shifts.at(-1)?.to).toBe(to);
        for (const [index, shift] of shifts.entries()) {
          expect(shift.from < shift.to).toBe(true);
          const next = shifts[index + 1];
          if (!next) continue;
          expect(next.from).toBe(shift.to);
          expect([next.userId, next.reason]).not.toEqual([shift.userId, shift.reason]);
        }
      }),
    );
  });

  it('says of each moment what whoIsOnCall says', () => {
    fc.assert(
      fc.property(scheduleIn, ({ week, given }) => {
        const { from, to } = rangeOf(week);
        for (const shift of shiftsBetween(given, from, to)) {
          const expected = shift.userId === undefined ? undefined : { userId: shift.userId, reason: shift.reason };
          const middle = fromEpochMs(Math.floor((toEpochMs(shift.from) + toEpochMs(shift.to)) / 2));
          for (const at of [shift.from, middle, fromEpochMs(toEpochMs(shift.to) - 1)]) {
            expect(whoIsOnCall(given, at)).toEqual(expected);
          }
        }
      }),
    );
  });

  it('of a part is that part of the whole', () => {
    fc.assert(
      fc.property(scheduleIn, fc.integer({ min: 1, max: 8 * 1440 - 1 }), ({ week, given }, minutes) => {
        const { from, to } = rangeOf(week);
        const cut = fromEpochMs(toEpochMs(from) + minutes * MINUTE_MS);
        const part = shiftsBetween(given, cut, to);
        const whole = shiftsBetween(given, from, to).filter((shift) => shift.to > cut);
        expect(part).toEqual(whole.map((shift) => (shift.from < cut ? { ...shift, from: cut } : shift)));
      }),
    );
  });
});

describe('an override', () => {
  it('changes nothing outside its window, and everything within', () => {
    fc.assert(
      fc.property(
        scheduleIn,
        fc.integer({ min: 0, max: 1440 }),
        fc.integer({ min: 1, max: 2880 }),
        (drawn, start, length) => {
          const { from, to } = rangeOf(drawn.week);
          const without: Schedule = drawn.given;
          const added: Override = {
            id: 'added',
            userId: user('added'),
            from: fromEpochMs(toEpochMs(from) + (4 * 1440 - start) * MINUTE_MS),
            to: fromEpochMs(toEpochMs(from) + (4 * 1440 - start + length) * MINUTE_MS),
          };
          const given: Schedule = { ...without, overrides: [...without.overrides, added] };
          expect(shiftsBetween(given, from, added.from)).toEqual(shiftsBetween(without, from, added.from));
          expect(shiftsBetween(given, added.to, to)).toEqual(shiftsBetween(without, added.to, to));
          expect(shiftsBetween(given, added.from, added.to)).toEqual([
            { from: added.from, to: added.to, userId: 'added', reason: { type: 'override', overrideId: 'added' } },
          ]);
        },
      ),
    );
  });
});

/**
 * The rules told another way, slowly: go through the minutes, read the clock with Temporal, and keep the latest time
 * that it has shown so far and the earliest that it is still going to show, as texts like `2026-03-08T01:59`.
 */
interface Minute {
  readonly epochMs: number;
  readonly shownSoFar: string;
  readonly stillToCome: string;
}

const minutesByWeek = new Map<Week, Minute[]>();

const minutesOf = (week: Week): Minute[] => {
  const known = minutesByWeek.get(week);
  if (known) return known;
  const startMs = midnightMs(week[1]) - 5 * DAY_MS;
  const shown = Array.from({ length: 10 * 1440 }, (_, minute) =>
    Temporal.Instant.fromEpochMilliseconds(startMs + minute * MINUTE_MS)
      .toZonedDateTimeISO(week[0])
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' }),
  );
  const stillToCome = [...shown];
  for (let i = shown.length - 2; i >= 0; i -= 1) {
    if ((stillToCome[i + 1] as string) < (stillToCome[i] as string)) stillToCome[i] = stillToCome[i + 1] as string;
  }
  let shownSoFar = '';
  const minutes = shown.map((text, i) => {
    if (text > shownSoFar) shownSoFar = text;
    return { epochMs: startMs + i * MINUTE_MS, shownSoFar, stillToCome: stillToCome[i] as string };
  });
  minutesByWeek.set(week, minutes);
  return minutes;
};

/** Every window of two weeks around, as texts. */
const windowsOf = ({ days, from, to }: Restriction, [, around]: Week): { opens: string; closes: string }[] =>
  Array.from({ length: 15 }, (_, later) => Temporal.PlainDate.from(around).add({ days: later - 7 }))
    .filter((day) => !days || days.includes(day.dayOfWeek))
    .map((day) => ({ opens: `${day}T${from}`, closes: `${to <= from ? day.add({ days: 1 }) : day}T${to}` }));

const windowTest = (layer: Layer, week: Week): ((minute: Minute) => boolean) => {
  if (!layer.restrictions?.length) return () => true;
  const windows = layer.restrictions.flatMap((restriction) => windowsOf(restriction, week));
  return (minute) => windows.some(({ opens, closes }) => opens <= minute.shownSoFar && minute.stillToCome < closes);
};

/** Counts hand-overs up to a minute, one by one; goes on from where the minute before left off. */
const turnCounter = ({ rotation }: Layer): ((minute: Minute) => number) => {
  let turn = -1;
  let handOver = Temporal.PlainDateTime.from(rotation.startsAt);
  let handOverText = rotation.startsAt;
  const length = { [`${rotation.unit}s`]: rotation.length };
  return (minute) => {
    while (handOverText <= minute.shownSoFar) {
      turn += 1;
      handOver = handOver.add(length);
      handOverText = handOver.toString({ smallestUnit: 'minute' });
    }
    return turn;
  };
};

/** Gives the holder of each minute, when asked in order. */
const walkOf = (given: Schedule, week: Week): ((minute: Minute) => string) => {
  const layers = given.layers
    .map((layer) => ({ layer, turnAt: turnCounter(layer), isOpen: windowTest(layer, week) }))
    .reverse();
  return (minute) => {
    const at = fromEpochMs(minute.epochMs);
    let holder: string | undefined = given.overrides.filter(({ from, to }) => from <= at && at < to).at(-1)?.userId;
    for (const { layer, turnAt, isOpen } of layers) {
      const turn = turnAt(minute);
      if (holder !== undefined || turn < 0 || (layer.endsAt && at >= layer.endsAt) || !isOpen(minute)) continue;
      holder = layer.participants[turn % layer.participants.length];
    }
    return holder ?? '-';
  };
};

describe('a walk through the minutes of the week around a change of the clocks', () => {
  it('finds the same people', () => {
    fc.assert(
      fc.property(scheduleIn, ({ week, given }) => {
        const { from, to } = rangeOf(week);
        const shifts = shiftsBetween(given, from, to);
        const holderAt = walkOf(given, week);
        let index = 0;
        for (const minute of minutesOf(week)) {
          if (minute.epochMs < toEpochMs(from) || minute.epochMs >= toEpochMs(to)) continue;
          while (toEpochMs(shifts[index]?.to ?? to) <= minute.epochMs) index += 1;
          const found = shifts[index]?.userId ?? '-';
          const walked = holderAt(minute);
          if (found !== walked) expect.fail(`${fromEpochMs(minute.epochMs)}: ${found}, by the walk ${walked}`);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('agrees with what Temporal itself makes of a hand-over that comes once or twice', () => {
    const given = schedule('America/New_York', [
      layer('primary', 'ab', { unit: 'day', length: 1, startsAt: '2026-10-30T01:30' }),
    ]);
    const starts = shiftsBetween(given, instant('2026-10-30T05:30Z'), instant('2026-11-04T06:30Z')).map(
      ({ from }) => from,
    );
    const expected = [30, 31, 32, 33, 34].map((day) =>
      Temporal.PlainDateTime.from('2026-10-01T01:30')
        .add({ days: day - 1 })
        .toZonedDateTime('America/New_York', { disambiguation: 'earlier' }),
    );
    expect(starts).toEqual(expected.map(({ epochMilliseconds }) => fromEpochMs(epochMilliseconds)));
  });
});
