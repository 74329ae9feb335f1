import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import {
  afterFailure,
  afterSuccess,
  type Breaker,
  CLOSED,
  FAILURE_MEMORY_SECONDS,
  FAILURES_TO_OPEN,
  OPEN_SECONDS,
  permit,
  probing,
} from './breaker.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
const at = (seconds: number): Instant => addSeconds(START, seconds);
const failedAt = (...seconds: readonly number[]): Breaker =>
  seconds.reduce((breaker, each) => afterFailure(breaker, at(each)), CLOSED);

describe('a breaker', () => {
  it('opens at the third failure in a row', () => {
    expect(permit(failedAt(0, 1), at(1))).toBe('send');
    expect(permit(failedAt(0, 1, 2), at(2))).toBe('refuse');
  });

  it('forgets a failure after two minutes, and all of them after a success', () => {
    expect(failedAt(0, 1, 1 + FAILURE_MEMORY_SECONDS).state).toBe('open');
    expect(failedAt(0, 1, 2 + FAILURE_MEMORY_SECONDS)).toMatchObject({ state: 'closed', failures: 1 });
    expect(afterFailure(afterSuccess(failedAt(0, 1)), at(2))).toMatchObject({ state: 'closed', failures: 1 });
  });

  it('lets one probe through after a minute, and another when the first is never heard of', () => {
    const open = failedAt(0, 1, 2);
    expect(permit(open, at(2 + OPEN_SECONDS - 1))).toBe('refuse');
    expect(permit(open, at(2 + OPEN_SECONDS))).toBe('probe');
    const half = probing(open, at(62));
    expect(permit(half, at(62))).toBe('refuse');
    expect(permit(half, at(62 + OPEN_SECONDS))).toBe('probe');
  });

  it('closes after a probe that succeeds and opens for another minute after one that fails', () => {
    const half = probing(failedAt(0, 1, 2), at(62));
    expect(permit(afterSuccess(half), at(62))).toBe('send');
    expect(afterFailure(half, at(63))).toMatchObject({ state: 'open', retryAt: at(63 + OPEN_SECONDS) });
    expect(afterFailure(half, at(900))).toMatchObject({ state: 'open', retryAt: at(900 + OPEN_SECONDS) });
  });
});

/** What happens to a breaker, with the seconds since the last. */
const happenings = fc.array(fc.tuple(fc.constantFrom('success', 'failure', 'probe'), fc.nat({ max: 200 })), {
  maxLength: 60,
});

const play = (drawn: readonly (readonly [string, number])[]) => {
  let now = 0;
  let breaker: Breaker = CLOSED;
  return drawn.map(([what, seconds]) => {
    now += seconds;
    const before = breaker;
    const allowed = permit(before, at(now));
    if (what === 'success') breaker = afterSuccess(before);
    if (what === 'failure') breaker = afterFailure(before, at(now));
    if (what === 'probe' && allowed === 'probe') breaker = probing(before, at(now));
    return { what, before, allowed, now, breaker };
  });
};

it('is closed after any success, and never opens below three failures in a row', () => {
  fc.assert(
    fc.property(happenings, (drawn) => {
      let inARow = 0;
      for (const { what, before, breaker } of play(drawn)) {
        if (what === 'success') expect(breaker).toEqual(CLOSED);
        inARow = what === 'failure' ? inARow + 1 : what === 'success' ? 0 : inARow;
        if (before.state === 'closed' && breaker.state === 'open')
          expect(inARow).toBeGreaterThanOrEqual(FAILURES_TO_OPEN);
      }
    }),
  );
});

it('always lets something through within a minute, whatever happened', () => {
  fc.assert(
    fc.property(happenings, (drawn) => {
      for (const { breaker, now } of play(drawn)) expect(permit(breaker, at(now + OPEN_SECONDS))).not.toBe('refuse');
    }),
  );
});

it('lets no two probes through within a minute of each other', () => {
  fc.assert(
    fc.property(happenings, (drawn) => {
      let last = Number.NEGATIVE_INFINITY;
      for (const { what, allowed, now, breaker } of play(drawn)) {
        if (breaker.state === 'closed') last = Number.NEGATIVE_INFINITY;
        if (what !== 'probe' || allowed !== 'probe') continue;
        expect(now - last).toBeGreaterThanOrEqual(OPEN_SECONDS);
        last = now;
      }
    }),
  );
});
