import { expect, it } from 'vitest';
import { driftProblems } from './drift.ts';
import type { Plan } from './plan.ts';

const plan = (actions: string[], before: object | null, after: object, after_unknown: object = {}): Plan => ({
  resource_changes: [
    {
      address: 'aws_thing.one',
      mode: 'managed',
      type: 'aws_thing',
      name: 'one',
      change: { actions, before, after, after_unknown },
    },
  ],
});

it('says which attribute differs, however deep it is', () => {
  const planned = plan(['update'], { log: [{ group: 'a', days: 3 }] }, { log: [{ group: 'b', days: 3 }] });
  expect(driftProblems(planned, [])).toEqual(['aws_thing.one: log.group']);
});

it('passes over what is known of the emulator, and over that alone', () => {
  const planned = plan(['update'], { a: 1, b: 1 }, { a: 2, b: 2 });
  const known = [{ type: 'aws_thing', attribute: 'a', because: 'the emulator forgets it' }];
  expect(driftProblems(planned, known)).toEqual(['aws_thing.one: b']);
});

it('does not take for a difference what is known only once it is done', () => {
  const planned = plan(['update'], { replica: [{ status: 'x' }] }, { replica: [{}] }, { replica: [{ status: true }] });
  expect(driftProblems(planned, [])).toEqual([]);
});

it('says what would be made, or made anew', () => {
  expect(driftProblems(plan(['create'], null, {}), [])).toEqual(['aws_thing.one: create']);
  expect(driftProblems(plan(['delete', 'create'], {}, {}), [])).toEqual(['aws_thing.one: delete and create']);
});
