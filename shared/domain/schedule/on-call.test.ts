import { describe, expect, it } from 'vitest';
import { nextOnCall, shiftsBetween, whoIsOnCall } from './on-call.ts';
import { every, instant, layer, lines, override, schedule, user, who } from './schedule.fixture.ts';

const weekly = every(1, 'week', '2026-01-05T09:00');
const daily = every(1, 'day', '2026-01-05T09:00');

describe('a rotation', () => {
  const given = schedule('UTC', [layer('primary', 'abc', weekly)]);

  it('gives each person a turn and begins again', () => {
    expect(lines(given, '2026-01-05T09:00Z', '2026-02-02T09:00Z')).toEqual([
      'a 2026-01-05T09:00Z/2026-01-12T09:00Z',
      'b 2026-01-12T09:00Z/2026-01-19T09:00Z',
      'c 2026-01-19T09:00Z/2026-01-26T09:00Z',
      'a 2026-01-26T09:00Z/2026-02-02T09:00Z',
    ]);
  });

  it('hands over at the very moment', () => {
    expect(who(given, '2026-01-12T08:59:59.999Z')).toBe('a');
    expect(who(given, '2026-01-12T09:00:00.000Z')).toBe('b');
  });

  it('says why, with the whole shift', () => {
    expect(whoIsOnCall(given, instant('2026-01-14T00:00Z'))).toEqual({
      userId: 'b',
      reason: {
        type: 'layer',
        layer: 'primary',
        shiftFrom: '2026-01-12T09:00:00.000Z',
        shiftTo: '2026-01-19T09:00:00.000Z',
      },
    });
  });

  it('has nobody before it starts', () => {
    expect(whoIsOnCall(given, instant('2026-01-05T08:59:59.999Z'))).toBeUndefined();
    expect(lines(given, '2025-12-01T00:00Z', '2026-01-06T00:00Z')).toEqual([
      '- 2025-12-01T00:00Z/2026-01-05T09:00Z',
      'a 2026-01-05T09:00Z/2026-01-06T00:00Z',
    ]);
  });

  it('has nobody when it has no participants', () => {
    expect(who(schedule('UTC', [layer('empty', '', weekly)]), '2026-01-14T00:00Z')).toBe('-');
  });

  it('lets one person follow herself, as turns of their own', () => {
    const alone = schedule('UTC', [layer('primary', 'a', daily)]);
    expect(lines(alone, '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      'a 2026-01-06T00:00Z/2026-01-06T09:00Z',
      'a 2026-01-06T09:00Z/2026-01-07T00:00Z',
    ]);
  });

  it('takes two weeks, or twelve hours, when told to', () => {
    const fortnight = schedule('UTC', [layer('primary', 'ab', every(2, 'week', '2026-01-05T09:00'))]);
    expect(who(fortnight, '2026-01-19T08:59Z')).toBe('a');
    expect(who(fortnight, '2026-01-19T09:00Z')).toBe('b');
    const halves = schedule('UTC', [layer('primary', 'ab', every(12, 'hour', '2026-01-05T07:00'))]);
    expect(lines(halves, '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      'b 2026-01-06T00:00Z/2026-01-06T07:00Z',
      'a 2026-01-06T07:00Z/2026-01-06T19:00Z',
      'b 2026-01-06T19:00Z/2026-01-07T00:00Z',
    ]);
  });

  it('keeps the order over years and leap days', () => {
    const old = schedule('UTC', [layer('primary', 'ab', every(1, 'day', '2019-12-31T00:00'))]);
    // 1520 days after the first turn: an even number.
    expect(lines(old, '2024-02-28T00:00Z', '2024-03-02T00:00Z').map((line) => line.slice(0, 12))).toEqual([
      'a 2024-02-28',
      'b 2024-02-29',
      'a 2024-03-01',
    ]);
  });

  it('has nobody from its end on, and the last turn is cut short', () => {
    const ending = schedule('UTC', [layer('primary', 'ab', weekly, { endsAt: instant('2026-01-15T00:00Z') })]);
    expect(lines(ending, '2026-01-12T09:00Z', '2026-01-20T00:00Z')).toEqual([
      'b 2026-01-12T09:00Z/2026-01-15T00:00Z',
      '- 2026-01-15T00:00Z/2026-01-20T00:00Z',
    ]);
    expect(whoIsOnCall(ending, instant('2026-01-14T00:00Z'))?.reason).toMatchObject({
      shiftTo: '2026-01-15T00:00:00.000Z',
    });
  });
});

describe('restrictions', () => {
  it('keep a layer to office hours', () => {
    const office = { restrictions: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] };
    const given = schedule('UTC', [layer('office', 'ab', weekly, office)]);
    // 2026-01-09 is a Friday.
    expect(lines(given, '2026-01-09T00:00Z', '2026-01-13T00:00Z')).toEqual([
      '- 2026-01-09T00:00Z/2026-01-09T09:00Z',
      'a 2026-01-09T09:00Z/2026-01-09T17:00Z',
      '- 2026-01-09T17:00Z/2026-01-12T09:00Z',
      'b 2026-01-12T09:00Z/2026-01-12T17:00Z',
      '- 2026-01-12T17:00Z/2026-01-13T00:00Z',
    ]);
  });

  it('go on over midnight into a day on which they do not open', () => {
    const given = schedule('UTC', [
      layer('night', 'a', weekly, { restrictions: [{ days: [5], from: '22:00', to: '06:00' }] }),
    ]);
    expect(lines(given, '2026-01-09T00:00Z', '2026-01-16T22:00Z')).toEqual([
      '- 2026-01-09T00:00Z/2026-01-09T22:00Z',
      'a 2026-01-09T22:00Z/2026-01-10T06:00Z',
      '- 2026-01-10T06:00Z/2026-01-16T22:00Z',
    ]);
  });

  it.each(['00:00', '24:00'])('cover a whole day from 00:00 to %s', (to) => {
    const given = schedule('UTC', [
      layer('weekend', 'a', weekly, { restrictions: [{ days: [6, 7], from: '00:00', to }] }),
    ]);
    expect(lines(given, '2026-01-09T00:00Z', '2026-01-12T09:00Z')).toEqual([
      '- 2026-01-09T00:00Z/2026-01-10T00:00Z',
      'a 2026-01-10T00:00Z/2026-01-12T00:00Z',
      '- 2026-01-12T00:00Z/2026-01-12T09:00Z',
    ]);
  });

  it('add up, and an empty list is none', () => {
    const two = {
      restrictions: [
        { from: '08:00', to: '10:00' },
        { from: '10:00', to: '12:00' },
      ],
    };
    const given = schedule('UTC', [layer('both', 'a', weekly, two)]);
    expect(lines(given, '2026-01-06T00:00Z', '2026-01-06T20:00Z')).toEqual([
      '- 2026-01-06T00:00Z/2026-01-06T08:00Z',
      'a 2026-01-06T08:00Z/2026-01-06T12:00Z',
      '- 2026-01-06T12:00Z/2026-01-06T20:00Z',
    ]);
    expect(who(schedule('UTC', [layer('always', 'a', weekly, { restrictions: [] })]), '2026-01-06T03:00Z')).toBe('a');
  });
});

describe('layers and overrides', () => {
  const night = { restrictions: [{ from: '20:00', to: '08:00' }] };
  const layers = [layer('all day', 'ab', daily), layer('night', 'n', weekly, night)];

  it('lets a later layer win where it has somebody', () => {
    expect(lines(schedule('UTC', layers), '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      'n 2026-01-06T00:00Z/2026-01-06T08:00Z',
      'a 2026-01-06T08:00Z/2026-01-06T09:00Z',
      'b 2026-01-06T09:00Z/2026-01-06T20:00Z',
      'n 2026-01-06T20:00Z/2026-01-07T00:00Z',
    ]);
  });

  it('lets an override win over every layer, and says so', () => {
    const given = schedule('UTC', layers, [override('o1', 'x', '2026-01-06T12:00Z', '2026-01-06T21:00Z')]);
    expect(whoIsOnCall(given, instant('2026-01-06T20:30Z'))).toEqual({
      userId: 'x',
      reason: { type: 'override', overrideId: 'o1' },
    });
    expect(lines(given, '2026-01-06T09:00Z', '2026-01-07T00:00Z')).toEqual([
      'b 2026-01-06T09:00Z/2026-01-06T12:00Z',
      'x 2026-01-06T12:00Z/2026-01-06T21:00Z',
      'n 2026-01-06T21:00Z/2026-01-07T00:00Z',
    ]);
  });

  it('lets the later of two overlapping overrides win', () => {
    const given = schedule('UTC', layers, [
      override('o1', 'x', '2026-01-06T12:00Z', '2026-01-06T18:00Z'),
      override('o2', 'y', '2026-01-06T14:00Z', '2026-01-06T15:00Z'),
    ]);
    expect(lines(given, '2026-01-06T12:00Z', '2026-01-06T18:00Z')).toEqual([
      'x 2026-01-06T12:00Z/2026-01-06T14:00Z',
      'y 2026-01-06T14:00Z/2026-01-06T15:00Z',
      'x 2026-01-06T15:00Z/2026-01-06T18:00Z',
    ]);
  });

  it('fills a gap by an override, also where there is no layer at all', () => {
    const given = schedule('UTC', [], [override('o1', 'x', '2026-01-06T12:00Z', '2026-01-06T18:00Z')]);
    expect(lines(given, '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual([
      '- 2026-01-06T00:00Z/2026-01-06T12:00Z',
      'x 2026-01-06T12:00Z/2026-01-06T18:00Z',
      '- 2026-01-06T18:00Z/2026-01-07T00:00Z',
    ]);
  });
});

describe('the final schedule', () => {
  const given = schedule('UTC', [layer('primary', 'ab', weekly)]);

  it('refuses more than 400 days and a range that ends before it begins', () => {
    expect(shiftsBetween(given, instant('2026-01-01T00:00Z'), instant('2027-02-05T00:00Z')).length).toBeGreaterThan(50);
    expect(() => shiftsBetween(given, instant('2026-01-01T00:00Z'), instant('2027-02-05T00:01Z'))).toThrow(RangeError);
    expect(() => shiftsBetween(given, instant('2026-01-02T00:00Z'), instant('2026-01-01T00:00Z'))).toThrow(RangeError);
  });

  it('of no time at all is empty', () => {
    expect(lines(given, '2026-01-12T09:00Z', '2026-01-12T09:00Z')).toEqual([]);
  });

  it('says what is wrong with a malformed schedule', () => {
    const at = instant('2026-01-14T00:00Z');
    const broken = (rotation: ReturnType<typeof every>, more = {}) =>
      schedule('UTC', [layer('l', 'a', rotation, more)]);
    expect(() => whoIsOnCall(schedule('Mars/Olympus', [layer('l', 'a', weekly)]), at)).toThrow(RangeError);
    expect(() => whoIsOnCall(broken(every(0, 'day', '2026-01-05T09:00')), at)).toThrow(/length/);
    expect(() => whoIsOnCall(broken(every(1, 'day', 'monday')), at)).toThrow(/YYYY-MM-DDTHH:MM: monday/);
    expect(() => whoIsOnCall(broken(weekly, { restrictions: [{ from: '9', to: '24:30' }] }), at)).toThrow(/HH:MM: 9/);
  });
});

describe('who follows', () => {
  it('is the next person, at the hand-over', () => {
    const given = schedule('UTC', [layer('primary', 'abc', weekly)]);
    expect(nextOnCall(given, instant('2026-01-14T00:00Z'))).toEqual({
      userId: 'c',
      from: '2026-01-19T09:00:00.000Z',
      reason: {
        type: 'layer',
        layer: 'primary',
        shiftFrom: '2026-01-19T09:00:00.000Z',
        shiftTo: '2026-01-26T09:00:00.000Z',
      },
    });
  });

  it('is the first one, before the schedule starts', () => {
    const given = schedule('UTC', [layer('primary', 'abc', weekly)]);
    expect(nextOnCall(given, instant('2025-12-25T00:00Z'))).toMatchObject({
      userId: 'a',
      from: '2026-01-05T09:00:00.000Z',
    });
  });

  it('passes over turns of the same person', () => {
    const given = schedule('UTC', [layer('primary', 'aab', daily)]);
    expect(nextOnCall(given, instant('2026-01-05T10:00Z'))).toMatchObject({
      userId: 'b',
      from: '2026-01-07T09:00:00.000Z',
    });
  });

  it('is the same person again after a gap', () => {
    const office = { restrictions: [{ from: '09:00', to: '17:00' }] };
    const given = schedule('UTC', [layer('office', 'a', daily, office)]);
    expect(nextOnCall(given, instant('2026-01-05T10:00Z'))).toMatchObject({
      userId: 'a',
      from: '2026-01-06T09:00:00.000Z',
    });
  });

  it('is nobody when one person has it for good, or within 400 days nobody has', () => {
    expect(nextOnCall(schedule('UTC', [layer('primary', 'a', weekly)]), instant('2026-01-14T00:00Z'))).toBeUndefined();
    expect(nextOnCall(schedule('UTC', []), instant('2026-01-14T00:00Z'))).toBeUndefined();
    const far = schedule('UTC', [layer('primary', 'a', every(1, 'week', '2030-01-07T09:00'))]);
    expect(nextOnCall(far, instant('2026-01-14T00:00Z'))).toBeUndefined();
  });

  it('is whom an override brings in', () => {
    const given = schedule(
      'UTC',
      [layer('primary', 'ab', weekly)],
      [override('o1', user('x'), '2026-01-14T12:00Z', '2026-01-14T18:00Z')],
    );
    expect(nextOnCall(given, instant('2026-01-14T00:00Z'))).toMatchObject({
      userId: 'x',
      from: '2026-01-14T12:00:00.000Z',
    });
    expect(nextOnCall(given, instant('2026-01-14T13:00Z'))).toMatchObject({
      userId: 'b',
      from: '2026-01-14T18:00:00.000Z',
    });
  });
});
