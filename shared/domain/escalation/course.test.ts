import { expect, it } from 'vitest';
import { later, POLICY, run, START } from '../incident/fixtures/incident.ts';
import { courseOf } from './course.ts';
import { level, policy, user } from './fixtures/directory.ts';
import type { Cursor, EscalationRun } from './run.ts';

const running = (more: Partial<EscalationRun> = {}): EscalationRun => ({
  incidentId: 'i' as EscalationRun['incidentId'],
  runId: run(1),
  policyId: POLICY,
  adHoc: null,
  status: 'running',
  ended: null,
  next: { round: 0, level: 0 },
  dueAt: START,
  baton: 1,
  startedAt: START,
  reached: [],
  ...more,
});
const reached = [{ round: 0, level: 0, at: later(0), region: 'r', chosen: [], skipped: [] }];
const two = policy([level(user('ada')), level(user('cleo'))], { rounds: 2, fallback: [user('boss')] });
const asked = [user('ben')];
const alone = { levels: [{ targets: [], timeoutSeconds: 300 }], rounds: 1 };

it('is the policy where nobody was asked for by name, also of a run of before there was such a thing', () => {
  const { adHoc: _adHoc, ...old } = running({ next: { round: 1, level: 1 } });
  expect(courseOf(old, two)).toEqual({ policy: two, cursor: { round: 1, level: 1 }, asked: [] });
  expect(courseOf(old, undefined)).toBeUndefined();
});

it('is the policy together with those who were asked for', () => {
  expect(courseOf(running({ adHoc: asked }), two)).toEqual({ policy: two, cursor: { round: 0, level: 0 }, asked });
});

it('asks for nobody again once it has come to a level', () => {
  const next = { round: 1, level: 0 };
  expect(courseOf(running({ adHoc: asked, reached, next }), two)).toEqual({ policy: two, cursor: next, asked: [] });
});

it('begins where the policy has a level, though it was made shorter meanwhile', () => {
  const cursorOf = (next: Cursor) => courseOf(running({ adHoc: asked, next }), two)?.cursor;
  expect(cursorOf({ round: 1, level: 1 })).toEqual({ round: 1, level: 1 });
  expect(cursorOf({ round: 0, level: 7 })).toEqual({ round: 0, level: 0 });
  expect(cursorOf({ round: 7, level: 1 })).toEqual({ round: 1, level: 1 });
});

it.each([
  ['has no levels', policy([], { fallback: [user('boss')] }), [user('boss')]],
  ['has no rounds', policy([level(user('ada'))], { rounds: 0 }), []],
  ['is gone', undefined, []],
])('is those who were asked for alone when the policy %s', (_how, nothing, fallback) => {
  expect(courseOf(running({ adHoc: asked }), nothing)).toMatchObject({ policy: { ...alone, fallback }, asked });
});

it('is one level of five minutes and then the fallback when only they are wanted, wherever the policy stands', () => {
  const only = running({ policyId: null, adHoc: asked, next: { round: 0, level: 1 } });
  expect(courseOf(only, two)).toEqual({
    policy: { ...alone, fallback: [user('boss')] },
    cursor: { round: 0, level: 0 },
    asked,
  });
  expect(courseOf({ ...only, reached }, two)).toMatchObject({ cursor: { round: 1, level: 0 } });
  expect(courseOf(only, undefined)).toMatchObject({ policy: { ...alone, fallback: [] } });
});
