import { isFailed, parseCallStatus, parseSmsStatus, type Receipt } from '../../shared/domain/paging/delivery-status.ts';
import { type Attempt, afterStep } from '../../shared/domain/paging/page.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, type Response } from '../../shared/runtime/http/response.ts';
import { attemptOf, twilioWebhook } from '../../shared/runtime/http/twilio-webhook.ts';
import { handOverPage } from '../../shared/runtime/paging/hand-over.ts';
import { withReceipt } from '../../shared/runtime/paging/receipt.ts';
import { stateMachines } from '../../shared/runtime/state-machines.ts';
import { pages, runs } from '../../shared/runtime/stores.ts';

const dependencies = once(() => ({ pages: pages(), runs: runs(), machines: stateMachines }));
type Deps = ReturnType<typeof dependencies>;

const code = (form: URLSearchParams): { readonly errorCode?: string } => {
  const said = form.get('ErrorCode');
  return said && /^\w{1,20}$/.test(said) && said !== '0' ? { errorCode: said } : {};
};

const receiptOf = (form: URLSearchParams): Receipt | undefined => {
  const sms = parseSmsStatus(form.get('MessageStatus') ?? '');
  if (sms) return { kind: 'sms', status: sms, ...code(form) };
  const call = parseCallStatus(form.get('CallStatus') ?? '');
  const sequence = Number.parseInt(form.get('SequenceNumber') ?? '', 10);
  return call
    ? { kind: 'call', status: call, ...(Number.isNaN(sequence) ? {} : { sequence }), ...code(form) }
    : undefined;
};

/** A receipt proves that Twilio has it. A sender that lives says so itself in a moment, and in its own words. */
const taken = (at: Instant): Pick<Attempt, 'outcome' | 'outcomeAt' | 'detail'> => ({
  outcome: 'accepted',
  outcomeAt: at,
  detail: 'known from its receipt; its sender has not recorded it',
});

/** The send came to nothing: its fallback is due at once, or, where the phone did ring, the person's next rule. */
const react = async (
  deps: Deps,
  { incidentId, pageId, step }: Attempt,
  receipt: Receipt,
  at: Instant,
): Promise<void> => {
  const page = await deps.pages.get(incidentId, pageId);
  if (!page) return;
  if (receipt.status !== 'busy' && receipt.status !== 'no-answer') {
    const because = `Twilio: ${receipt.status}${receipt.errorCode ? ` (${receipt.errorCode})` : ''}`;
    await handOverPage(deps, page, { failed: { step, because } });
  } else if (page.status === 'active' && page.step <= step) {
    await handOverPage(deps, { ...afterStep(page, step, true, at), dueAt: at });
  } else if (page.status === 'active' && page.dueAt > at) {
    await handOverPage(deps, { ...page, dueAt: at });
  }
};

/** The attempt with what the receipt says; undefined when that is nothing new. */
const noted = async (
  { pages: store }: Deps,
  { incidentId, attemptId }: NonNullable<ReturnType<typeof attemptOf>>,
  { receipt, sid, at }: { readonly receipt: Receipt; readonly sid: string | null; readonly at: Instant },
): Promise<Attempt | undefined> => {
  const stepped = receipt.kind === 'sms' ? await store.stepForward(incidentId, attemptId, receipt, at) : undefined;
  if (stepped) return stepped;
  const amended = await store.amend(incidentId, attemptId, (attempt) => {
    const further = withReceipt(attempt, receipt, at);
    const known = further && attempt.sid === null && sid ? { ...further, sid: sid.slice(0, 64) } : further;
    return known && attempt.outcome === 'claimed' ? { ...known, ...taken(at) } : known;
  });
  return amended && amended.after !== amended.before ? amended.after : undefined;
};

/** POST /v1/twilio/status: what became of a message or a call. Receipts only move forward; a failure acts at once. */
export const twilioStatus = twilioWebhook(async (deps: Deps, { request, form }): Promise<Response> => {
  const about = attemptOf(request);
  const receipt = receiptOf(form);
  if (!about) return badRequest([{ field: 'attempt', message: 'is missing from the address' }]);
  if (!receipt) return empty();
  const sid = form.get('MessageSid') ?? form.get('CallSid');
  const attempt = await noted(deps, about, { receipt, sid, at: request.at });
  if (attempt && isFailed(receipt.kind, receipt.status)) await react(deps, attempt, receipt, request.at);
  return empty();
});

export const handler = http(twilioStatus, { deps: dependencies, role: 'public' });
