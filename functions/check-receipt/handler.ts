import { isFailed, isGood, parseCallStatus, parseSmsStatus } from '../../shared/domain/paging/delivery-status.ts';
import { type Attempt, isToPhone } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { once } from '../../shared/runtime/environment.ts';
import { escalationDeps } from '../../shared/runtime/escalation-deps.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import { learnFailure } from '../../shared/runtime/paging/breaker.ts';
import { sendDeps, twilio } from '../../shared/runtime/paging/deps.ts';
import { type PlanOutput, planPage } from '../../shared/runtime/paging/plan.ts';
import { withReceipt } from '../../shared/runtime/paging/receipt.ts';
import { atMost, within } from '../../shared/runtime/paging/timeout.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

export interface CheckInput {
  readonly incidentId: IncidentId;
  readonly attemptId: string;
  readonly pageId?: PageId;
  readonly baton?: number;
  readonly step?: number;
}

/** `plan`: what the page does now. Whoever was started by a definition of before does not say which page, and asks for that itself. */
export type CheckOutput =
  | { readonly good: true; readonly plan?: PlanOutput }
  | { readonly good: false; readonly because: string };

const LOOKUP_TIMEOUT_MS = 5000;

const dependencies = once(() => ({ ...sendDeps(), ...escalationDeps(), twilio: twilio() }));
type Deps = ReturnType<typeof dependencies>;

const isGoodAttempt = ({ receipt }: Attempt): boolean => receipt !== null && isGood(receipt.kind, receipt.status);

/** A callback may have been lost on its way to us: Twilio is asked before a second message goes out. */
const askTwilio = async (deps: Deps, attempt: Attempt): Promise<Attempt> => {
  if (!isToPhone(attempt)) return attempt;
  const found = await within(deps.clock, LOOKUP_TIMEOUT_MS, (signal) => {
    const lookup = { to: attempt.to, since: attempt.claimedAt, signal };
    return attempt.channel === 'voice'
      ? deps.twilio.findCall(lookup)
      : deps.twilio.findMessage({ ...lookup, contains: 'INC-' });
  });
  if (found.type !== 'found' || found.sid !== attempt.sid) return attempt;
  const call = attempt.channel === 'voice' ? parseCallStatus(found.status) : undefined;
  const sms = attempt.channel === 'sms' ? parseSmsStatus(found.status) : undefined;
  const receipt = call
    ? ({ kind: 'call', status: call } as const)
    : sms
      ? ({ kind: 'sms', status: sms } as const)
      : undefined;
  if (!receipt) return attempt;
  const at = deps.clock.now();
  const amended = await deps.pages.amend(attempt.incidentId, attempt.attemptId, (now) => withReceipt(now, receipt, at));
  return amended?.after ?? attempt;
};

/** What is left of the function when a plan is given up. */
const RESERVE_MS = 2000;

/**
 * The rule is worked: what is next is planned at once, which saves a function. A plan that fails, or takes too long, is
 * nothing against the receipt: it is then made in a task of its own, with that task's time and retries.
 */
const worked = async (deps: Deps, input: CheckInput, invocation: Invocation): Promise<CheckOutput> => {
  const { incidentId, pageId, baton, step } = input;
  if (pageId === undefined || baton === undefined || step === undefined) return { good: true };
  try {
    const page = { incidentId, pageId, baton, finished: { step, sent: true } };
    const leftMs = invocation.remainingMs() - RESERVE_MS;
    if (leftMs <= 0) return { good: true };
    return { good: true, plan: await atMost(leftMs, planPage(deps, page, invocation)) };
  } catch (error) {
    log.warn('page.plan-left', { incidentId, pageId, ...errorFacts(error) });
    return { good: true };
  }
};

/** Paging task, 15 s after a send: has the network taken it? If so, what is next; if not, the fallback is due. */
export const checkReceipt = async (deps: Deps, input: CheckInput, invocation: Invocation): Promise<CheckOutput> => {
  let attempt = await deps.pages.attempt(input.incidentId, input.attemptId);
  if (!attempt) return { good: false, because: 'the attempt is not on record' };
  const known = attempt.receipt !== null && isFailed(attempt.receipt.kind, attempt.receipt.status);
  if (!isGoodAttempt(attempt) && !known) attempt = await askTwilio(deps, attempt);
  const { receipt, channel } = attempt;
  // A phone that is busy or not picked up did ring: it is the next rule's turn, not another provider's.
  const hasRung = receipt?.status === 'busy' || receipt?.status === 'no-answer';
  if (isGoodAttempt(attempt) || hasRung) return worked(deps, input, invocation);
  if (!receipt || !isFailed(receipt.kind, receipt.status)) {
    await learnFailure(deps.breakers, `twilio-${channel}`, deps.clock.now());
    return { good: false, because: 'Twilio: no receipt within 15 s' };
  }
  return { good: false, because: `Twilio: ${receipt.status}${receipt.errorCode ? ` (${receipt.errorCode})` : ''}` };
};

export const handler = task(checkReceipt, { deps: dependencies });
