import { describe, expect, it } from 'vitest';
import type { PolicyId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { HIGH, type Judged } from '../directory/urgency.ts';
import { directory, level, person, policy, user } from './fixtures/directory.ts';
import type { Cursor, EscalationRun, LevelReached } from './run.ts';
import { LOOK_AGAIN_SECONDS, stepOfRun } from './step-of-run.ts';

const AT = '2026-11-24T02:00:00.000Z' as Instant;
const LOW: Judged = { urgency: 'low', why: 'outside support hours' };
const people = directory([person('ada'), person('ben')]);
const both = policy([level(user('ada')), level(user('ben'))], { rounds: 2, fallback: [user('ben')] });

type Past = Pick<EscalationRun, 'policyId' | 'insisted' | 'reached'>;

/** Goes on with a run for so many steps; what each of them did. */
const steps = (judged: readonly Judged[], more: Partial<Past> = {}, given = both, asked = [] as never[]) => {
  let past: Past = { policyId: 'p' as PolicyId, reached: [], ...more };
  let cursor: Cursor = { round: 0, level: 0 };
  let at = AT;
  return judged.map((how) => {
    const step = stepOfRun({ policy: given, cursor, asked }, past, people, { at, region: 'r', judged: how });
    if (step.type === 'exhausted') return 'exhausted';
    at = step.dueAt;
    if (step.type === 'quiet') return 'quiet';
    const reached = step.reached.at(-1) as LevelReached;
    past = { ...past, reached: [...past.reached, ...step.reached] };
    cursor = step.next;
    return `${reached.urgency ?? 'high'} ${reached.round}.${reached.level} ${reached.chosen.map(({ name }) => name)}`;
  });
};

describe('of low urgency, a run', () => {
  it('pages the first level in every round, and nobody else, and rests', () => {
    expect(steps([LOW, LOW, LOW, LOW])).toEqual(['low 0.0 Ada', 'low 1.0 Ada', 'quiet', 'quiet']);
  });

  it('says why, and rests for an hour', () => {
    const first = stepOfRun(
      { policy: both, cursor: { round: 0, level: 0 }, asked: [] },
      { policyId: 'p' as PolicyId, reached: [] },
      people,
      { at: AT, region: 'r', judged: LOW },
    );
    expect(first).toMatchObject({ reached: [{ urgency: 'low', whyUrgency: 'outside support hours' }] });
    const reached = first.type === 'page' ? first.reached : [];
    const over = { policy: both, cursor: { round: 2, level: 0 }, asked: [] };
    expect(
      stepOfRun(over, { policyId: 'p' as PolicyId, reached }, people, { at: AT, region: 'r', judged: LOW }),
    ).toEqual({ type: 'quiet', dueAt: addSeconds(AT, LOOK_AGAIN_SECONDS) });
  });

  it('that becomes urgent begins at the first level, and goes through all of the policy', () => {
    expect(steps([LOW, HIGH, HIGH, HIGH, HIGH, HIGH])).toEqual([
      'low 0.0 Ada',
      'high 0.0 Ada',
      'high 0.1 Ben',
      'high 1.0 Ada',
      'high 1.1 Ben',
      'exhausted',
    ]);
    expect(steps([LOW, LOW, LOW, HIGH, HIGH])).toEqual([
      'low 0.0 Ada',
      'low 1.0 Ada',
      'quiet',
      'high 0.0 Ada',
      'high 0.1 Ben',
    ]);
  });

  it('is urgent all the same where nobody at the first level can be paged: it is never silent', () => {
    const headless = policy([level(user('gone')), level(user('ben'))]);
    expect(steps([LOW], {}, headless)).toEqual(['high 0.1 Ben']);
    expect(steps([LOW], {}, policy([level(user('gone'))]))).toEqual(['exhausted']);
  });
});

describe('what is urgent', () => {
  it('stays so, whatever the hour', () => {
    expect(steps([HIGH, LOW, LOW])).toEqual(['high 0.0 Ada', 'high 0.1 Ben', 'high 1.0 Ada']);
  });

  it('is what somebody asked for', () => {
    expect(steps([LOW, LOW], { insisted: true })).toEqual(['high 0.0 Ada', 'high 0.1 Ben']);
    expect(steps([LOW], { policyId: null })).toEqual(['high 0.0 Ada']);
    expect(steps([LOW], {}, both, [user('ben')] as never)).toEqual(['high 0.0 Ada,Ben']);
  });
});
