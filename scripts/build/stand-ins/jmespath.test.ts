import { expect, it } from 'vitest';
import { search } from './jmespath.ts';

const request = { headers: { key: 'k1', 'x-request-id': 'r1' }, body: null, count: 0 };

it.each([
  ['headers.key', 'k1'],
  ['headers.x-request-id', 'r1'],
  ['count', 0],
  ['body', null],
  ['body.key', null],
  ['missing', null],
  ['headers.missing', null],
  ['headers.key.more', null],
])('finds at %s what JMESPath would', (path, value) => {
  expect(search(path, request)).toBe(value);
});

it.each(['list[0]', '[a, b]', 'powertools_json(body)', 'a || b', '"quoted"', ''])('refuses %s', (expression) => {
  expect(() => search(expression, request)).toThrow('only a dotted path');
});
