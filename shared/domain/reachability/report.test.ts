import { expect, it } from 'vitest';
import type { Instant } from '../../lib/instant.ts';
import { type Finding, findingOf } from './finding.ts';
import { afterReport } from './report.ts';

const TODAY = '2026-11-24T10:00:00.000Z' as Instant;
const TOMORROW = '2026-11-25T00:00:00.000Z' as Instant;
const error = (id: string): Finding =>
  findingOf({ type: 'user', id, name: id }, { level: 'error', code: 'no-rules', what: '', why: '', todo: '' });

it('tells nothing when nothing is wrong', () => {
  expect(afterReport(undefined, [], TODAY)).toBeUndefined();
});

it('tells the same errors once a day, in whatever order they are found', () => {
  const told = afterReport(undefined, [error('ada'), error('ben')], TODAY);
  expect(told).toMatchObject({ day: '2026-11-24' });
  expect(afterReport(told, [error('ben'), error('ada')], TODAY)).toBeUndefined();
  expect(afterReport(told, [error('ada'), error('ben')], TOMORROW)).toMatchObject({ day: '2026-11-25' });
});

it('tells a new set on the same day, and an old one not again', () => {
  const first = afterReport(undefined, [error('ada')], TODAY);
  const second = afterReport(first, [error('ada'), error('ben')], TODAY);
  expect(second).toBeDefined();
  expect(afterReport(second, [error('ada')], TODAY)).toBeUndefined();
});

it('does not go on for ever when the set changes all the time', () => {
  let told = afterReport(undefined, [error('0')], TODAY);
  let times = 1;
  for (let n = 1; n < 50; n += 1) {
    const next = afterReport(told, [error(String(n))], TODAY);
    if (next) times += 1;
    told = next ?? told;
  }
  expect(times).toBe(6);
});
