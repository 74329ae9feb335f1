import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EVENT_LIMITS, readJson } from './json-body.ts';

const limits = { maxBytes: 1000, maxDepth: 5, maxNodes: 10 };
const messageOf = (raw: string, bounds = limits) => {
  const read = readJson(raw, bounds);
  return read.ok ? undefined : `${read.error.field} ${read.error.message}`;
};

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (raw) => {
        const expected: unknown = JSON.parse(raw.replaceAll('__proto__', '_'));
        expect(readJson(raw.replaceAll('__proto__', '_'), EVENT_LIMITS)).toEqual({ ok: true, value: expected });
      }),
    );
  });

  it('never throws, whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'[]{}",:\\1 \n') }));
    fc.assert(
      fc.property(text, (raw) => {
        readJson(raw, limits);
      }),
    );
  });

  it('accepts a byte order mark, as Windows clients send it', () => {
    expect(readJson('\uFEFF{"a":1}', limits)).toEqual({ ok: true, value: { a: 1 } });
  });

  it('counts bytes, not characters', () => {
    expect(messageOf(`"${'é'.repeat(499)}"`)).toBeUndefined();
    expect(messageOf(`"${'é'.repeat(500)}"`)).toBe('body is larger than 1000 bytes');
    expect(messageOf(' '.repeat(1001))).toBe('body is larger than 1000 bytes');
  });

  it('judges the depth before it parses', () => {
    expect(messageOf('[[[[[1]]]]]')).toBeUndefined();
    expect(messageOf('[[[[{"a":[]}]]]]')).toBe('body is nested more than 5 deep');
    const deep = { maxBytes: 10_000_000, maxDepth: 64, maxNodes: 10_000_000 };
    for (const levels of [1000, 1_000_000]) {
      expect(messageOf('['.repeat(levels) + ']'.repeat(levels), deep)).toBe('body is nested more than 64 deep');
      expect(messageOf('{"a":'.repeat(levels), deep)).toBe('body is nested more than 64 deep');
    }
  });

  it('does not take brackets and commas in a string for structure', () => {
    expect(messageOf(JSON.stringify(`${'[{,'.repeat(50)}\\"[[[[[[[[`))).toBeUndefined();
    expect(messageOf('{"[[[[[[[[":"\\\\"}')).toBeUndefined();
  });

  it.each([
    ['[1,2,3,4,5,6,7,8,9]', undefined],
    ['[1,2,3,4,5,6,7,8,9,10]', 'body holds more than 10 values'],
    ['[[],[],[],[],[],[],[],[],[ ]]', undefined],
    ['{"a":{},"b":{"c":1,"d":[1,2,3,4,5]}}', undefined],
    ['{"a":{},"b":{"c":1,"d":[1,2,3,4,5,6]}}', 'body holds more than 10 values'],
  ])('counts every value once: %s', (raw, message) => {
    expect(messageOf(raw)).toBe(message);
  });

  it.each(['{"__proto__":{"admin":true},"a":1}', '{"\\u005f_proto__":{"admin":true},"a":1}'])(
    'leaves out a key that could become a prototype: %s',
    (raw) => {
      const read = readJson(`[${raw}]`, limits);
      const [value] = read.ok ? (read.value as Record<string, unknown>[]) : [];
      expect(Object.keys(value ?? {})).toEqual(['a']);
      expect(Object.assign({}, value)['admin']).toBeUndefined();
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    },
  );

  it('says where a mistake is, and never quotes the body', () => {
    expect(messageOf('[1 2]')).toBe('body is not valid JSON at position 3');
    expect(messageOf('{"a":1')).toMatch(/^body is not valid JSON/);
    expect(messageOf('[1,')).toBe('body is not valid JSON: it ends too early');
    expect(messageOf(' \n')).toBe('body is empty');
    expect(messageOf('{"password":hunter2}')).not.toContain('hunter2');
  });
});
