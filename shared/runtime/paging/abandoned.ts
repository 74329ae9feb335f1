import type { Attempt } from '../../domain/paging/page.ts';
import { type Instant, secondsBetween } from '../../lib/instant.ts';
import { log } from '../log.ts';
import type { SendDeps } from './attempt-send.ts';

/** A claim without an outcome after this long belongs to somebody who died: all timeouts have passed by then. */
const ABANDONED_SECONDS = 30;

export const isAbandoned = (attempt: Attempt, at: Instant): boolean =>
  secondsBetween(attempt.claimedAt, at) >= ABANDONED_SECONDS;

/** What a provider says when it is asked whether it has a page. `failed`: it did not tell, so nothing is known. */
export type Lookup =
  | { readonly type: 'found'; readonly sid: string }
  | { readonly type: 'not-found' }
  | { readonly type: 'failed'; readonly why: string };

const saidOf = (provider: string, found: Lookup): Pick<Attempt, 'outcome' | 'detail'> & { readonly sid?: string } => {
  switch (found.type) {
    case 'found':
      return {
        outcome: 'accepted',
        sid: found.sid,
        detail: `its sender died before recording it; ${provider} has it, so it is not sent again`,
      };
    case 'not-found':
      return { outcome: 'failed', detail: `its sender died; ${provider} does not have it, so it is sent again` };
    default: {
      const why = `its sender died, and ${provider} could not be asked (${found.why})`;
      return { outcome: 'unknown', detail: `${why}: it may have been sent, and is sent again` };
    }
  }
};

/** Records what became of an attempt whose sender died before it could say so, now that its provider was asked (ADR 0004). */
export const recordLookup = async (
  { pages, clock }: Pick<SendDeps, 'pages' | 'clock'>,
  attempt: Attempt,
  provider: string,
  found: Lookup,
): Promise<Attempt> => {
  const { incidentId, attemptId } = attempt;
  const outcomeAt = clock.now();
  log.warn('page.outcome-unknown', { incidentId, attemptId, lookup: found.type });
  const amended = await pages.amend(incidentId, attemptId, (now) =>
    now.outcome === 'claimed' ? { ...now, ...saidOf(provider, found), outcomeAt } : undefined,
  );
  return amended?.after ?? attempt;
};
