import * as v from 'valibot';
import { expect, it } from 'vitest';

import { listOf, objectOf, text, word } from './fields.ts';
import { boundedProblems, fieldPath, problemsOf } from './problem.ts';

const Schema = objectOf({ kind: word(['a', 'b']), count: v.number(), items: listOf(objectOf({ name: text })) });
const problemsIn = (value: unknown) => problemsOf(v.safeParse(Schema, value).issues ?? []);

it('names each field by its path, and says what it must be', () => {
  expect(problemsIn({ kind: 'c', count: '1', items: [{}, { name: 7 }, 'x'] })).toEqual([
    { field: 'kind', message: 'must be one of a, b' },
    { field: 'count', message: 'must be a number' },
    { field: 'items[1].name', message: 'must be a string' },
    { field: 'items[2]', message: 'must be an object' },
  ]);
});

it('tells a missing field from a wrong one', () => {
  expect(problemsIn({ kind: ' ', count: null })).toEqual([
    { field: 'kind', message: 'is missing or blank' },
    { field: 'count', message: 'is missing or blank' },
  ]);
});

it.each([[[]], ['text'], [7]])('takes %j for no object', (value) => {
  expect(problemsIn(value)).toEqual([{ field: 'body', message: 'must be an object' }]);
});

it('stops at 20, and says how many more there are', () => {
  const items = Array.from({ length: 50 }, () => 'x');
  expect(problemsIn({ kind: 'a', count: 1, items })).toHaveLength(20);
  const problems = boundedProblems(
    Array.from({ length: 50 }, (_, index) => ({ field: `f${index}`, message: 'is wrong' })),
  );
  expect(problems).toHaveLength(20);
  expect(problems.at(-1)).toEqual({ field: 'f19', message: 'is wrong (and 30 more problems)' });
});

it('writes paths that are short and plain, whatever the sender called its fields', () => {
  expect(fieldPath([])).toBe('body');
  expect(fieldPath([3, 'title'])).toBe('[3].title');
  expect(fieldPath(['alerts', 3, 'labels', 'a\nb'])).toBe('alerts[3].labels.a?b');
  expect(fieldPath(['x'.repeat(500)])).toHaveLength(64);
});
