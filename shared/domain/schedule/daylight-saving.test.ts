import { describe, expect, it } from 'vitest';
import { every, layer, lines, schedule, who } from './schedule.fixture.ts';

describe('America/New_York', () => {
  const zone = 'America/New_York';

  it('hands over at 09:00 on the clock in winter and in summer: the day between has 23 hours', () => {
    const given = schedule(zone, [layer('primary', 'ab', every(1, 'day', '2026-03-06T09:00'))]);
    expect(lines(given, '2026-03-07T14:00Z', '2026-03-09T13:00Z')).toEqual([
      'b 2026-03-07T14:00Z/2026-03-08T13:00Z',
      'a 2026-03-08T13:00Z/2026-03-09T13:00Z',
    ]);
  });

  it('gives the night in which the clocks go back an hour more', () => {
    const given = schedule(zone, [layer('primary', 'ab', every(1, 'week', '2026-10-26T09:00'))]);
    expect(lines(given, '2026-10-26T13:00Z', '2026-11-09T14:00Z')).toEqual([
      'a 2026-10-26T13:00Z/2026-11-02T14:00Z',
      'b 2026-11-02T14:00Z/2026-11-09T14:00Z',
    ]);
  });

  it('hands over once at a time that comes twice: the first time', () => {
    const given = schedule(zone, [layer('primary', 'ab', every(1, 'day', '2026-10-31T01:30'))]);
    expect(lines(given, '2026-10-31T05:30Z', '2026-11-02T06:30Z')).toEqual([
      'a 2026-10-31T05:30Z/2026-11-01T05:30Z',
      'b 2026-11-01T05:30Z/2026-11-02T06:30Z',
    ]);
    // The clock shows 01:10 for the second time; b has had it since 01:30 came first.
    expect(who(given, '2026-11-01T01:10-05:00')).toBe('b');
  });

  it('hands over at the jump when the clock jumps over the time', () => {
    const given = schedule(zone, [layer('primary', 'ab', every(1, 'day', '2026-03-07T02:30'))]);
    expect(lines(given, '2026-03-07T07:30Z', '2026-03-09T06:30Z')).toEqual([
      'a 2026-03-07T07:30Z/2026-03-08T07:00Z',
      'b 2026-03-08T07:00Z/2026-03-09T06:30Z',
    ]);
  });

  it('keeps an hourly rotation on the hour: the hour that comes twice is one long turn', () => {
    const given = schedule(zone, [layer('primary', 'abcd', every(1, 'hour', '2026-11-01T00:00'))]);
    expect(lines(given, '2026-11-01T04:00Z', '2026-11-01T09:00Z')).toEqual([
      'a 2026-11-01T04:00Z/2026-11-01T05:00Z',
      'b 2026-11-01T05:00Z/2026-11-01T07:00Z',
      'c 2026-11-01T07:00Z/2026-11-01T08:00Z',
      'd 2026-11-01T08:00Z/2026-11-01T09:00Z',
    ]);
  });

  it('keeps an hourly rotation on the hour: whose hour does not exist sits out', () => {
    const given = schedule(zone, [layer('primary', 'abcd', every(1, 'hour', '2026-03-08T00:00'))]);
    expect(lines(given, '2026-03-08T05:00Z', '2026-03-08T09:00Z')).toEqual([
      'a 2026-03-08T05:00Z/2026-03-08T06:00Z',
      'b 2026-03-08T06:00Z/2026-03-08T07:00Z',
      'd 2026-03-08T07:00Z/2026-03-08T08:00Z',
      'a 2026-03-08T08:00Z/2026-03-08T09:00Z',
    ]);
  });

  it('keeps twelve-hour turns at 07:00 and 19:00', () => {
    const given = schedule(zone, [layer('primary', 'ab', every(12, 'hour', '2026-03-06T07:00'))]);
    expect(lines(given, '2026-03-08T00:00Z', '2026-03-09T11:00Z')).toEqual([
      'b 2026-03-08T00:00Z/2026-03-08T11:00Z',
      'a 2026-03-08T11:00Z/2026-03-08T23:00Z',
      'b 2026-03-08T23:00Z/2026-03-09T11:00Z',
    ]);
  });

  it('opens a restriction at the first occurrence and closes it at the last', () => {
    const night = { restrictions: [{ from: '01:00', to: '01:30' }] };
    const given = schedule(zone, [layer('night', 'a', every(1, 'week', '2026-01-01T00:00'), night)]);
    expect(lines(given, '2026-11-01T04:00Z', '2026-11-01T08:00Z')).toEqual([
      '- 2026-11-01T04:00Z/2026-11-01T05:00Z',
      'a 2026-11-01T05:00Z/2026-11-01T06:30Z',
      '- 2026-11-01T06:30Z/2026-11-01T08:00Z',
    ]);
  });

  it('leaves no hole between two restrictions that meet in the hour that comes twice, or does not come', () => {
    const rotation = every(1, 'week', '2026-01-01T00:00');
    const given = schedule(zone, [
      layer('early', 'a', rotation, { restrictions: [{ from: '00:00', to: '02:30' }] }),
      layer('late', 'b', rotation, { restrictions: [{ from: '02:30', to: '24:00' }] }),
      layer('earlier', 'c', rotation, { restrictions: [{ from: '00:00', to: '01:30' }] }),
    ]);
    expect(lines(given, '2026-03-08T05:00Z', '2026-03-08T10:00Z')).toEqual([
      'c 2026-03-08T05:00Z/2026-03-08T06:30Z',
      'a 2026-03-08T06:30Z/2026-03-08T07:00Z',
      'b 2026-03-08T07:00Z/2026-03-08T10:00Z',
    ]);
    expect(lines(given, '2026-11-01T04:00Z', '2026-11-01T10:00Z')).toEqual([
      'c 2026-11-01T04:00Z/2026-11-01T06:30Z',
      'a 2026-11-01T06:30Z/2026-11-01T07:30Z',
      'b 2026-11-01T07:30Z/2026-11-01T10:00Z',
    ]);
  });

  it('has a restriction that the clock jumps over not open at all that day', () => {
    const night = { restrictions: [{ from: '02:10', to: '02:50' }] };
    const given = schedule(zone, [layer('night', 'a', every(1, 'week', '2026-01-01T00:00'), night)]);
    expect(lines(given, '2026-03-08T05:00Z', '2026-03-09T05:00Z')).toEqual(['- 2026-03-08T05:00Z/2026-03-09T05:00Z']);
  });
});

describe('Europe/London', () => {
  const weekly = layer('primary', 'ab', every(1, 'week', '2026-03-23T09:00'));

  it('hands over at 09:00 GMT, then 09:00 BST', () => {
    expect(lines(schedule('Europe/London', [weekly]), '2026-03-23T09:00Z', '2026-04-06T08:00Z')).toEqual([
      'a 2026-03-23T09:00Z/2026-03-30T08:00Z',
      'b 2026-03-30T08:00Z/2026-04-06T08:00Z',
    ]);
  });

  it('still hands over at 09:00 years later', () => {
    expect(who(schedule('Europe/London', [weekly]), '2031-07-07T08:59+01:00')).not.toBe(
      who(schedule('Europe/London', [weekly]), '2031-07-07T09:00+01:00'),
    );
  });

  it('hands over at 01:30 the first time it comes', () => {
    const given = schedule('Europe/London', [layer('primary', 'ab', every(1, 'day', '2026-10-24T01:30'))]);
    expect(lines(given, '2026-10-24T00:30Z', '2026-10-26T01:30Z')).toEqual([
      'a 2026-10-24T00:30Z/2026-10-25T00:30Z',
      'b 2026-10-25T00:30Z/2026-10-26T01:30Z',
    ]);
  });
});

describe('Australia/Lord_Howe, whose clocks change by half an hour', () => {
  it('hands over at the jump from 02:00 to 02:30, and the first time 01:45 comes', () => {
    const spring = schedule('Australia/Lord_Howe', [layer('primary', 'ab', every(1, 'day', '2026-10-03T02:15'))]);
    expect(lines(spring, '2026-10-02T15:45Z', '2026-10-04T15:15Z')).toEqual([
      'a 2026-10-02T15:45Z/2026-10-03T15:30Z',
      'b 2026-10-03T15:30Z/2026-10-04T15:15Z',
    ]);
    const autumn = schedule('Australia/Lord_Howe', [layer('primary', 'ab', every(1, 'day', '2026-04-04T01:45'))]);
    expect(lines(autumn, '2026-04-03T14:45Z', '2026-04-05T15:15Z')).toEqual([
      'a 2026-04-03T14:45Z/2026-04-04T14:45Z',
      'b 2026-04-04T14:45Z/2026-04-05T15:15Z',
    ]);
  });

  it('keeps an hourly rotation on the hour: one turn of half an hour', () => {
    const given = schedule('Australia/Lord_Howe', [layer('primary', 'abcd', every(1, 'hour', '2026-10-04T00:00'))]);
    expect(lines(given, '2026-10-03T13:30Z', '2026-10-03T17:00Z')).toEqual([
      'a 2026-10-03T13:30Z/2026-10-03T14:30Z',
      'b 2026-10-03T14:30Z/2026-10-03T15:30Z',
      'c 2026-10-03T15:30Z/2026-10-03T16:00Z',
      'd 2026-10-03T16:00Z/2026-10-03T17:00Z',
    ]);
  });
});

describe('Asia/Kolkata, half an hour off and without daylight saving', () => {
  it('hands over at 09:00 there, all the year', () => {
    const given = schedule('Asia/Kolkata', [layer('primary', 'ab', every(1, 'day', '2026-01-05T09:00'))]);
    expect(lines(given, '2026-03-08T03:30Z', '2026-03-10T03:30Z')).toEqual([
      'a 2026-03-08T03:30Z/2026-03-09T03:30Z',
      'b 2026-03-09T03:30Z/2026-03-10T03:30Z',
    ]);
    expect(who(given, '2026-11-23T08:59+05:30')).not.toBe(who(given, '2026-11-23T09:00+05:30'));
  });
});

describe('a day that never was', () => {
  it('is skipped like an hour: Samoa went from 29 to 31 December 2011', () => {
    const given = schedule('Pacific/Apia', [layer('primary', 'abc', every(1, 'day', '2011-12-28T09:00'))]);
    // b has the 29th; the 30th's hand-over falls on the jump, the 31st's comes nine hours later.
    expect(lines(given, '2011-12-28T19:00Z', '2012-01-01T00:00Z')).toEqual([
      'a 2011-12-28T19:00Z/2011-12-29T19:00Z',
      'b 2011-12-29T19:00Z/2011-12-30T10:00Z',
      'c 2011-12-30T10:00Z/2011-12-30T19:00Z',
      'a 2011-12-30T19:00Z/2011-12-31T19:00Z',
      'b 2011-12-31T19:00Z/2012-01-01T00:00Z',
    ]);
  });
});
