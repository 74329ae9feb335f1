import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { groupOf } from './grouping.ts';

const alert = (labels: Readonly<Record<string, string>>): Alert => ({
  action: 'trigger',
  dedupKey: 'k',
  summary: 's',
  source: 'x',
  severity: 'SEV2',
  labels,
  links: [],
});

it('leaves each alert its own, or joins all of the service', () => {
  expect(groupOf({ type: 'alert' }, alert({ a: '1' }))).toBeUndefined();
  expect(groupOf({ type: 'service' }, alert({}))).toBe(groupOf({ type: 'service' }, alert({ a: '1' })));
});

it('joins those that agree on the named labels, and no strangers', () => {
  const rule = { type: 'labels', labels: ['cluster', 'job'] } as const;
  expect(groupOf(rule, alert({ cluster: 'a', job: 'b', pod: '1' }))).toBe(
    groupOf(rule, alert({ job: 'b', cluster: 'a', pod: '2' })),
  );
  expect(groupOf(rule, alert({ cluster: 'a', job: 'b' }))).not.toBe(groupOf(rule, alert({ cluster: 'b', job: 'a' })));
  expect(groupOf(rule, alert({ cluster: 'a' }))).not.toBe(groupOf(rule, alert({ job: 'a' })));
  expect(groupOf(rule, alert({ pod: '1' }))).toBeUndefined();
  expect(groupOf({ type: 'labels', labels: [] }, alert({ pod: '1' }))).toBeUndefined();
});

it('groups by what an alert says, not by what every object has', () => {
  expect(groupOf({ type: 'labels', labels: ['constructor'] }, alert({}))).toBeUndefined();
  expect(groupOf({ type: 'labels', labels: ['toString', 'pod'] }, alert({ pod: '1' }))).toBe('[null,"1"]');
});

it('is the same group exactly when the named labels are', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', 'x', 'x,y', '"', 'null'));
  fc.assert(
    fc.property(
      labels,
      labels,
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
      (one, other, named) => {
        const rule = { type: 'labels', labels: named } as const;
        const group = groupOf(rule, alert(one));
        const agree = named.every((label) => one[label] === other[label]);
        const any = named.some((label) => one[label] !== undefined);
        expect(group !== undefined && group === groupOf(rule, alert(other))).toBe(agree && any);
      },
    ),
  );
});
