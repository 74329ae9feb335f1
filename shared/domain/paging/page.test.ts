import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { E164, IncidentId, PageId, RunId, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { NotificationRule } from '../directory/user.ts';
import { afterStep, attemptIdOf, nextStep, type Page, pageIdOf, ruleDueAt } from './page.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
const at = (seconds: number): Instant => addSeconds(START, seconds);
const rule = (channel: 'sms' | 'voice', delaySeconds: number): NotificationRule => ({
  channel,
  delaySeconds,
  to: '+12025550101' as E164,
});

const page = (rules: readonly NotificationRule[], more: Partial<Page> = {}): Page => ({
  incidentId: '01JDBX0000000000000000000A' as IncidentId,
  pageId: 'r1.0.0.ada' as PageId,
  runId: 'r1' as RunId,
  userId: 'ada' as UserId,
  userName: 'Ada',
  label: { number: 7, severity: 'SEV2', title: 'checkout is down', service: 'Checkout' },
  acceptedAt: null,
  rules,
  exhausted: null,
  step: 0,
  stepsSent: 0,
  status: 'active',
  ended: null,
  dueAt: START,
  baton: 1,
  startedAt: START,
  ...more,
});

const SMS_THEN_CALL = page([rule('sms', 0), rule('voice', 120)]);

describe('a page', () => {
  it('sends its first rule at once, and its second after two minutes', () => {
    expect(nextStep(SMS_THEN_CALL, START)).toEqual({ type: 'send', step: 0 });
    const sent = afterStep(SMS_THEN_CALL, 0, true, at(16));
    expect(nextStep(sent, at(16))).toEqual({ type: 'wait', until: at(120) });
    expect(nextStep(sent, at(120))).toEqual({ type: 'send', step: 1 });
  });

  it('makes the next rule due at once when one fails', () => {
    expect(nextStep(afterStep(SMS_THEN_CALL, 0, false, at(3)), at(3))).toEqual({ type: 'send', step: 1 });
  });

  it('is over after its last rule, and says whether any reached its channel', () => {
    const end = (first: boolean, second: boolean) =>
      afterStep(afterStep(SMS_THEN_CALL, 0, first, at(16)), 1, second, at(140));
    expect(end(true, true)).toMatchObject({ status: 'over', ended: 'all rules were worked', stepsSent: 2 });
    expect(end(false, true)).toMatchObject({ status: 'over', ended: 'all rules were worked', stepsSent: 1 });
    expect(end(false, false)).toMatchObject({ status: 'over', ended: 'no rule reached its channel', stepsSent: 0 });
    expect(nextStep(end(false, false), at(999))).toEqual({ type: 'over', why: 'no rule reached its channel' });
  });

  it('is not moved by what is said of a rule it has passed', () => {
    const moved = afterStep(SMS_THEN_CALL, 0, true, at(16));
    expect(afterStep(moved, 0, false, at(30))).toBe(moved);
  });

  it('is over at once without rules', () => {
    expect(nextStep(page([]), START)).toEqual({ type: 'over', why: 'all rules were worked' });
  });
});

it('names pages and attempts by where they stand', () => {
  expect(pageIdOf('r3' as RunId, { round: 1, level: 2 }, 'ada' as UserId)).toBe('r3.1.2.ada');
  expect(pageIdOf('r3' as RunId, 'fallback', 'ada' as UserId)).toBe('r3.fallback.ada');
  expect(attemptIdOf('r3.1.2.ada' as PageId, 1, 'sns', 0)).toBe('r3.1.2.ada.1.sns.0');
});

const rules = fc
  .array(fc.tuple(fc.constantFrom<'sms' | 'voice'>('sms', 'voice'), fc.nat({ max: 600 })), {
    minLength: 1,
    maxLength: 10,
  })
  .map((drawn) => drawn.sort((a, b) => a[1] - b[1]).map(([channel, delay]) => rule(channel, delay)));
/** Results as they come in: of which rule, whether it was sent, how many seconds after the one before. */
const results = fc.array(fc.tuple(fc.nat({ max: 11 }), fc.boolean(), fc.nat({ max: 300 })), { maxLength: 40 });

it('moves its step only forward, one at a time, and never takes back that it is over', () => {
  fc.assert(
    fc.property(rules, results, (drawn, came) => {
      let now = 0;
      let state = page(drawn);
      for (const [step, sent, seconds] of came) {
        now += seconds;
        const next = afterStep(state, step, sent, at(now));
        expect([0, 1]).toContain(next.step - state.step);
        if (step !== state.step) expect(next).toBe(state);
        if (state.status === 'over') expect(next.status).toBe('over');
        expect(next.stepsSent).toBeLessThanOrEqual(next.step);
        state = next;
      }
    }),
  );
});

it('ends exactly when its last rule was worked, in as many steps as it has rules', () => {
  fc.assert(
    fc.property(rules, fc.infiniteStream(fc.boolean()), (drawn, luck) => {
      let state = page(drawn);
      let now = START;
      for (let sends = 0; sends < drawn.length; sends += 1) {
        expect(state.status).toBe('active');
        let next = nextStep(state, now);
        if (next.type === 'wait') {
          expect(next.until > now).toBe(true);
          now = next.until;
          next = nextStep(state, now);
        }
        expect(next).toEqual({ type: 'send', step: sends });
        state = afterStep(state, sends, luck.next().value as boolean, now);
      }
      expect(state.status).toBe('over');
      expect(nextStep(state, now).type).toBe('over');
    }),
  );
});

it('works a rule neither before its time nor, after a failure, any later than now', () => {
  fc.assert(
    fc.property(rules, fc.boolean(), fc.nat({ max: 900 }), (drawn, sent, seconds) => {
      const moved = afterStep(page(drawn), 0, sent, at(seconds));
      const planned = ruleDueAt(moved, 1);
      if (!sent) expect(moved.dueAt).toBe(at(seconds));
      if (sent && moved.status === 'active') expect(moved.dueAt).toBe(planned > at(seconds) ? planned : at(seconds));
    }),
  );
});
