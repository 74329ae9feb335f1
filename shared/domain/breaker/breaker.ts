import { addSeconds, type Instant, secondsBetween } from '../../lib/instant.ts';

/** A circuit breaker for one provider and channel, shared by all functions through the table (D6). */
export interface Breaker {
  readonly state: 'closed' | 'open' | 'half-open';
  /** Failures in a row. */
  readonly failures: number;
  readonly lastFailureAt: Instant | null;
  /** While open: when one probe is let through. While half-open: when the probe is given up and another let through. */
  readonly retryAt: Instant | null;
}

export const CLOSED: Breaker = { state: 'closed', failures: 0, lastFailureAt: null, retryAt: null };

/** Three failures in a row, none more than two minutes after the one before. */
export const FAILURES_TO_OPEN = 3;
export const FAILURE_MEMORY_SECONDS = 120;
/** One probe a minute while open. */
export const OPEN_SECONDS = 60;

export type Permit = 'send' | 'probe' | 'refuse';

/** May a send be tried now? A `probe` must first be claimed by writing `probing` conditionally: only one may go. */
export const permit = (breaker: Breaker, at: Instant): Permit => {
  if (breaker.state === 'closed') return 'send';
  return breaker.retryAt !== null && breaker.retryAt <= at ? 'probe' : 'refuse';
};

export const probing = (breaker: Breaker, at: Instant): Breaker => ({
  ...breaker,
  state: 'half-open',
  retryAt: addSeconds(at, OPEN_SECONDS),
});

export const afterFailure = (breaker: Breaker, at: Instant): Breaker => {
  const remembered =
    breaker.lastFailureAt !== null && secondsBetween(breaker.lastFailureAt, at) <= FAILURE_MEMORY_SECONDS;
  const failures = remembered ? breaker.failures + 1 : 1;
  return breaker.state !== 'closed' || failures >= FAILURES_TO_OPEN
    ? { state: 'open', failures, lastFailureAt: at, retryAt: addSeconds(at, OPEN_SECONDS) }
    : { state: 'closed', failures, lastFailureAt: at, retryAt: null };
};

/** Success forgets everything. A success of a send that began before the breaker opened closes it too: it works. */
export const afterSuccess = (_breaker: Breaker): Breaker => CLOSED;
