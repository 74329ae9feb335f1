import { expect, it } from 'vitest';
import type { PageId, UserId } from '../../lib/ids.ts';
import {
  ADA,
  acknowledged,
  declareCommand,
  incidentAfter,
  later,
  POLICY,
  resolved,
  run,
  START,
  TIMER,
  triggered,
} from '../incident/fixtures/incident.ts';
import type { Page } from '../paging/page.ts';
import { level, policy, user } from './fixtures/directory.ts';
import { pagingNow } from './paging-now.ts';
import type { EscalationRun, LevelReached } from './run.ts';

const two = policy([level(user('ada')), level(user('cleo'))], { rounds: 2, fallback: [user('boss')] });

const reached = (round: number, number: number, ...ids: readonly string[]): LevelReached => ({
  round,
  level: number,
  at: START,
  region: 'r',
  chosen: ids.map((id) => ({ userId: id as UserId, name: id.toUpperCase(), target: user(id), why: 'w' })),
  skipped: [],
});

const running = (more: Partial<EscalationRun> = {}): EscalationRun => ({
  incidentId: 'i' as EscalationRun['incidentId'],
  runId: run(1),
  policyId: POLICY,
  status: 'running',
  ended: null,
  next: { round: 0, level: 1 },
  dueAt: later(300),
  baton: 1,
  startedAt: START,
  reached: [reached(0, 0, 'ada', 'ben')],
  ...more,
});

const told = (id: string, pageId: string, runId = run(1)): Page =>
  ({
    pageId: pageId as PageId,
    runId,
    userId: id as UserId,
    userName: id.toUpperCase(),
    exhausted: { why: 'nobody-answered', rounds: 2, at: START },
  }) as Page;

it('is nobody once somebody has answered, or when there never was anybody to page', () => {
  for (const incident of [acknowledged(), resolved(), triggered({ policyId: null })])
    expect(pagingNow(incident, [running()], [], two)).toBeNull();
});

it('is the people of the level that was reached last, counted from 1, and when the next is due', () => {
  const people = [
    { userId: 'ada', name: 'ADA' },
    { userId: 'ben', name: 'BEN' },
  ];
  const first = { people, level: 1, round: 1, nextDueAt: later(300), calm: null, exhausted: false };
  expect(pagingNow(triggered(), [running()], [], two)).toEqual(first);
  const passedOver = running({
    reached: [reached(0, 0), reached(0, 1, 'cleo')],
    next: { round: 1, level: 0 },
    dueAt: later(9),
  });
  expect(pagingNow(triggered(), [passedOver], [], two)).toMatchObject({
    people: [{ userId: 'cleo' }],
    level: 2,
    round: 1,
    nextDueAt: later(9),
  });
});

it('is nobody yet before the first level, or before the run is begun', () => {
  const fresh = running({ reached: [], next: { round: 0, level: 0 }, dueAt: START });
  expect(pagingNow(triggered(), [fresh], [], two)).toMatchObject({ people: [], level: 1, nextDueAt: START });
  expect(pagingNow(triggered(), [], [], two)).toMatchObject({ people: [], level: 1, round: 1, nextDueAt: null });
});

it('counts the fallback contact as the next, and knows when nobody else comes', () => {
  const last = running({ reached: [reached(1, 1, 'cleo')], next: { round: 2, level: 0 } });
  expect(pagingNow(triggered(), [last], [], two)).toMatchObject({ level: 2, round: 2, nextDueAt: later(300) });
  expect(pagingNow(triggered(), [last], [], { ...two, fallback: [] })).toMatchObject({ nextDueAt: null });
  expect(pagingNow(triggered(), [last], [], undefined)).toMatchObject({ nextDueAt: null });
});

it('says why nobody else is paged for what is not urgent', () => {
  const resting = running({
    reached: [{ ...reached(0, 0, 'ada'), urgency: 'low', whyUrgency: 'outside support hours' }],
  });
  expect(pagingNow(triggered(), [resting], [], two)).toMatchObject({
    people: [{ userId: 'ada' }],
    nextDueAt: null,
    calm: 'outside support hours',
  });
  expect(pagingNow(triggered(), [{ ...resting, status: 'over' }], [], two)).toMatchObject({ calm: null });
});

it('is those who were asked for by name, and then the fallback of the policy', () => {
  const asked = running({ policyId: null, adHoc: [user('ben')], reached: [reached(0, 0, 'ben')] });
  expect(pagingNow(triggered(), [asked], [], two)).toMatchObject({
    people: [{ userId: 'ben' }],
    nextDueAt: later(300),
  });
  expect(pagingNow(triggered(), [asked], [], undefined)).toMatchObject({ nextDueAt: null });
});

it('is the fallback contacts once it is exhausted, each once', () => {
  const exhausted = incidentAfter(declareCommand(), {
    type: 'ReportExhausted',
    runId: run(1),
    by: TIMER,
    at: later(900),
  });
  const pages = [told('boss', 'r1.fallback.boss'), told('boss', 'r1.fallback-2.boss'), told('x', 'r0.x', run(9))];
  expect(pagingNow(exhausted, [running({ status: 'over' })], pages, two)).toMatchObject({
    people: [{ userId: 'boss', name: 'BOSS' }],
    nextDueAt: null,
    exhausted: true,
  });
});

it('is the newest run after an escalation', () => {
  const again = incidentAfter(declareCommand(), {
    type: 'Escalate',
    reason: null,
    page: null,
    by: ADA,
    at: later(90),
  });
  const runs = [running(), running({ runId: run(2), reached: [reached(0, 1, 'cleo')] })];
  expect(pagingNow(again, runs, [], two)).toMatchObject({ people: [{ userId: 'cleo' }], level: 2 });
});
