import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readTime } from './event-time.ts';
import { fingerprint } from './fingerprint.ts';
import { boundedLabels, boundedLinks, cut, httpLink, oneLine, wellFormed } from './text.ts';

describe('oneLine', () => {
  it.each([
    ['two\r\nlines\tand  a tab ', 'two lines and a tab'],
    ['bell\u0007 and nul\u0000', 'bell and nul'],
    ['half \uD83D a face', 'half a face'],
    ['turned \u202Eexe.txt', 'turned exe.txt'],
    ['family 👨‍👩‍👧 stays', 'family 👨‍👩‍👧 stays'],
  ])('cleans %j', (text, line) => {
    expect(oneLine(text, 100)).toBe(line);
  });

  it('never cuts a character in two, and never exceeds the limit', () => {
    expect(oneLine('😀😀', 3)).toBe('😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const line = oneLine(text, limit);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(oneLine(line, limit)).toBe(line);
      }),
    );
  });
});

it('cut leaves a short text alone', () => {
  expect([cut('abc', 3), cut('abcd', 3), cut('a😀', 2)]).toEqual(['abc', 'abc', 'a']);
});

it('a key only becomes well formed', () => {
  expect([wellFormed(' a\u0001'), wellFormed('a\uD83D'), wellFormed('😀')]).toEqual([' a\u0001', 'a\uFFFD', '😀']);
});

describe('links', () => {
  it.each([
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['HTTP://Example.com', 'http://example.com/'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['https://user:secret@example.com/', undefined],
    ['https://user@example.com/', undefined],
    ['/relative', undefined],
    ['', undefined],
    [7, undefined],
    [`https://example.com/${'a'.repeat(2048)}`, undefined],
    [`https://example.com/${'ü'.repeat(1000)}`, undefined],
  ])('%s becomes %s', (href, expected) => {
    expect(httpLink(href)?.href).toBe(expected);
  });

  it('are shown by their text, or by their host', () => {
    expect(httpLink('https://example.com/x', ' Run\nbook ')?.text).toBe('Run book');
    expect(httpLink('https://example.com/x', ' ')?.text).toBe('example.com');
  });

  it('are at most ten, each once', () => {
    const links = Array.from({ length: 30 }, (_, index) => httpLink(`https://example.com/${index % 15}`));
    expect(boundedLinks([undefined, ...links]).map((link) => link.href.slice(-1))).toEqual([...'0123456789']);
  });
});

describe('boundedLabels', () => {
  it('flattens what is nested and joins what is listed', () => {
    const details = { disk: { free: 1, full: false, path: null }, tags: ['a', 'b'], rows: [{ id: 7 }], none: '' };
    expect(boundedLabels(Object.entries(details))).toEqual({
      'disk.free': '1',
      'disk.full': 'false',
      tags: 'a, b',
      'rows.0.id': '7',
    });
  });

  it('keeps 50, the first of two equal keys, and no key that could become a prototype', () => {
    const many = Array.from({ length: 80 }, (_, index) => [`k${index}`, index] as const);
    expect(Object.keys(boundedLabels(many))).toHaveLength(50);
    const same: [string, string][] = [
      ['a', '1'],
      ['a\u0000', '2'],
      ['__proto__', '3'],
    ];
    expect(boundedLabels(same)).toEqual({ a: '1' });
  });

  it('gives up on what is too deep or too much', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 10_000; level += 1) deep = { a: deep };
    expect(boundedLabels([['deep', deep]])).toEqual({});
    const blanks = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, '']));
    expect(
      boundedLabels([
        ['wide', blanks],
        ['after', 'x'],
      ]),
    ).toEqual({});
  });
});

describe('readTime', () => {
  it.each([
    ['2026-11-23T03:00:00+0000', '2026-11-23T03:00:00.000Z'],
    ['2026-11-23T03:00:00.123456789Z', '2026-11-23T03:00:00.123Z'],
    ['2026-11-22 22:00:00-05:00', '2026-11-23T03:00:00.000Z'],
    [1_795_402_800, '2026-11-23T03:00:00.000Z'],
    [1_795_402_800_000, '2026-11-23T03:00:00.000Z'],
    ['0001-01-01T00:00:00Z', undefined],
    ['2026-11-23T03:00:00', undefined],
    ['+275000-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
    ['T00:00'.repeat(50_000), undefined],
    [-1, undefined],
    [Number.NaN, undefined],
    [1e300, undefined],
    [null, undefined],
  ])('reads %s', (value, instant) => {
    expect(readTime(value)).toBe(instant);
  });
});

it('fingerprint is the sum Prometheus makes of labels, in any order', () => {
  expect(
    fingerprint({ team: 'payments', severity: 'critical', instance: 'a', alertname: 'DiskFull', service: 'checkout' }),
  ).toBe('c4bca42191f124dd');
  expect(fingerprint({})).toBe('cbf29ce484222325');
  expect(fingerprint({ ab: 'c' })).not.toBe(fingerprint({ a: 'bc' }));
});
