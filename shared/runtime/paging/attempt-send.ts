import type { IncidentStore } from '../../data/incident-store.ts';
import type { PageStore } from '../../data/page-store.ts';
import { type Attempt, type AttemptOutcome, attemptIdOf, type Page } from '../../domain/paging/page.ts';
import { type Instant, secondsBetween } from '../../lib/instant.ts';
import type { SendOutcome } from '../../telephony/send-outcome.ts';
import type { Clock } from '../clock.ts';
import { log } from '../log.ts';
import { passFence } from './fence.ts';

export interface SendDeps {
  readonly pages: PageStore;
  readonly incidents: IncidentStore;
  readonly clock: Clock;
  readonly region: string;
}

export interface Send {
  readonly page: Page;
  readonly step: number;
  readonly provider: Attempt['provider'];
  readonly n: number;
  /** Why this provider, where it is not the first choice; kept with the attempt. */
  readonly because: string | null;
  readonly send: (attemptId: string) => Promise<SendOutcome>;
}

/** The claim was there already: somebody else sent it, is sending it, or died while at it. */
export type Taken = { readonly type: 'taken'; readonly attempt: Attempt };
export type Done = {
  /** Whether the provider was asked at all: what was not, teaches nothing about it. */
  readonly asked: boolean;
  readonly type: 'done';
  readonly attempt: Attempt;
  readonly outcome: SendOutcome | { readonly type: 'withheld' };
};

/** A fence passed longer ago than this is passed again before the call. */
const FENCE_SECONDS = 2;
const FENCES_MAX = 3;

const claimOf = ({ page, step, provider, n, because }: Send, at: Instant, region: string): Attempt => {
  const rule = page.rules[step];
  if (!rule) throw new Error(`page ${page.pageId} has no rule ${step}`);
  return {
    incidentId: page.incidentId,
    attemptId: attemptIdOf(page.pageId, step, provider, n),
    pageId: page.pageId,
    step,
    n,
    userName: page.userName,
    channel: rule.channel,
    provider,
    to: rule.to,
    claimedAt: at,
    region,
    outcome: 'claimed',
    sid: null,
    detail: because,
    outcomeAt: null,
    receipt: null,
    receipts: [],
  };
};

const recorded = (
  outcome: SendOutcome,
): { readonly outcome: AttemptOutcome; readonly sid: string | null; readonly said: string | null } => {
  switch (outcome.type) {
    case 'accepted':
      return { outcome: 'accepted', sid: outcome.sid, said: null };
    case 'refused':
      return {
        outcome: 'refused',
        sid: null,
        said: outcome.message ? `${outcome.code}: ${outcome.message}` : outcome.code,
      };
    case 'failed':
      return { outcome: 'failed', sid: null, said: outcome.why };
    default:
      return { outcome: 'unknown', sid: null, said: `${outcome.why}: it may have been sent` };
  }
};

const joined = (...parts: readonly (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join('; ') || null;

/** The send follows a fence at once, or the fence is passed again; a process that stalls every time does not send. */
const freshFence = async ({ incidents, clock }: SendDeps, incidentId: Page['incidentId'], runId: Page['runId']) => {
  for (let fences = 0; fences < FENCES_MAX; fences += 1) {
    const at = clock.now();
    const fenced = await passFence(incidents, incidentId, runId, at);
    if (!fenced.passed) return fenced;
    if (secondsBetween(at, clock.now()) <= FENCE_SECONDS) return { passed: true, fresh: true } as const;
  }
  return { passed: true, fresh: false } as const;
};

/**
 * Claim, fence, send, record: the one way to hand a page to a provider (ADR 0004). Dying between any two of these loses
 * nothing: an attempt without an outcome is found by whoever takes over, and looked into.
 */
export const attemptSend = async (deps: SendDeps, it: Send): Promise<Taken | Done> => {
  const { pages, clock } = deps;
  const { incidentId, runId } = it.page;
  const claim = claimOf(it, clock.now(), deps.region);
  if (!(await pages.claim(claim))) {
    const attempt = await pages.attempt(incidentId, claim.attemptId);
    return { type: 'taken', attempt: attempt ?? claim };
  }
  const finish = async (change: Pick<Attempt, 'outcome' | 'sid' | 'detail'>): Promise<Attempt> => {
    const outcomeAt = clock.now();
    // A receipt may have come before the provider answered us: its id is not forgotten, nor that it does have the page.
    const withOutcome = (now: Attempt): Attempt =>
      now.outcome === 'accepted' && change.outcome === 'unknown'
        ? now
        : { ...now, ...change, sid: change.sid ?? now.sid, outcomeAt };
    const amended = await pages.amend(incidentId, claim.attemptId, withOutcome, claim);
    return amended?.after ?? claim;
  };
  const fenced = await freshFence(deps, incidentId, runId);
  if (!fenced.passed && fenced.answered) {
    log.info('page.withheld', { incidentId, attemptId: claim.attemptId });
    const attempt = await finish({ outcome: 'withheld', sid: null, detail: fenced.why });
    return { type: 'done', asked: false, attempt, outcome: { type: 'withheld' } };
  }
  if (!fenced.passed || !fenced.fresh) {
    const why = fenced.passed ? 'the function stood still between the fence and the send' : fenced.why;
    const attempt = await finish({ outcome: 'failed', sid: null, detail: joined(it.because, why) });
    return { type: 'done', asked: false, attempt, outcome: { type: 'failed', status: undefined, why } };
  }
  const outcome = await it.send(claim.attemptId);
  const { outcome: kind, sid, said } = recorded(outcome);
  const attempt = await finish({ outcome: kind, sid, detail: joined(it.because, said) });
  if (attempt.outcome === 'unknown') log.warn('page.outcome-unknown', { incidentId, attemptId: claim.attemptId });
  const known = outcome.type === 'unknown' && attempt.outcome === 'accepted';
  return {
    type: 'done',
    asked: true,
    attempt,
    outcome: known ? { type: 'accepted', sid: attempt.sid ?? '', status: attempt.receipt?.status ?? '' } : outcome,
  };
};
