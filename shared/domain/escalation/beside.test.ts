import { expect, it } from 'vitest';
import { later, POLICY } from '../incident/fixtures/incident.ts';
import { besideRun } from './beside.ts';
import { user } from './fixtures/directory.ts';

const level = (round: number, number: number) => ({
  round,
  level: number,
  at: later(0),
  region: 'r',
  chosen: [],
  skipped: [],
});
const before = { policyId: POLICY, adHoc: null, next: { round: 1, level: 1 }, reached: [level(0, 0), level(1, 0)] };
const asked = [user('ben')];

it('begins the level again that was reached last, in its round', () => {
  expect(besideRun(before, asked)).toEqual({ policyId: POLICY, adHoc: asked, next: { round: 1, level: 0 } });
});

it('begins where the run would, which has come to no level yet', () => {
  const next = { round: 0, level: 0 };
  expect(besideRun({ ...before, next, reached: [] }, asked).next).toEqual(next);
});

it('still asks for those who were asked for before, each once', () => {
  expect(besideRun({ ...before, adHoc: [user('cleo'), user('ben')] }, asked).adHoc).toEqual([
    user('cleo'),
    user('ben'),
  ]);
});

it('goes on to page only those who were asked for, where there is no policy in it', () => {
  const alone = { policyId: null, adHoc: [user('cleo')], next: { round: 0, level: 1 }, reached: [level(0, 0)] };
  expect(besideRun(alone, asked)).toEqual({
    policyId: null,
    adHoc: [user('cleo'), user('ben')],
    next: { round: 0, level: 1 },
  });
});
