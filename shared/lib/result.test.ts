import { expect, it } from 'vitest';
import { assertNever } from './assert-never.ts';
import { err, ok } from './result.ts';

it('is one of two', () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 });
  expect(err('no')).toEqual({ ok: false, error: 'no' });
});

it('throws, with the value, where no value can be', () => {
  expect(() => assertNever('surprise' as never)).toThrow('unreachable: "surprise"');
});
