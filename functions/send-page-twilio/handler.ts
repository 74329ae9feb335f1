import { isPhoneRule, type PhoneRule } from '../../shared/domain/directory/user.ts';
import { isFailed } from '../../shared/domain/paging/delivery-status.ts';
import { exhaustedSms, pageSms } from '../../shared/domain/paging/message-texts.ts';
import { type Attempt, isToPhone, type Page } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { isAbandoned, recordLookup } from '../../shared/runtime/paging/abandoned.ts';
import { attemptSend, type Done } from '../../shared/runtime/paging/attempt-send.ts';
import { type Asked, ask, learn } from '../../shared/runtime/paging/breaker.ts';
import { sendDeps, twilio } from '../../shared/runtime/paging/deps.ts';
import { within } from '../../shared/runtime/paging/timeout.ts';
import { optOuts } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';

export interface SendInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  readonly step: number;
}

export type SendOutput =
  /** Look at the receipt then. */
  | { readonly outcome: 'accepted'; readonly attemptId: string; readonly checkAt: Instant }
  /** Another execution is at it this moment: look again then. */
  | { readonly outcome: 'in-flight'; readonly checkAt: Instant }
  | { readonly outcome: 'failed'; readonly because: string }
  | { readonly outcome: 'over'; readonly why: string };

/** No good receipt after this long counts as a failure (D6). */
const RECEIPT_SECONDS = 15;
/** Twilio answers within a second; after this it is unknown whether it will. */
const TWILIO_TIMEOUT_MS = 8000;
const CLAIMS_MAX = 4;

const dependencies = once(() => ({ ...sendDeps(), twilio: twilio(), optOuts: optOuts() }));
type Deps = ReturnType<typeof dependencies>;

const failed = (because: string): SendOutput => ({ outcome: 'failed', because });

const accepted = (attempt: Attempt): SendOutput => ({
  outcome: 'accepted',
  attemptId: attempt.attemptId,
  checkAt: addSeconds(attempt.outcomeAt ?? attempt.claimedAt, RECEIPT_SECONDS),
});

/** What Twilio says of a number that wants no messages. */
const STOPPED = '21610';

const NOT_ASKED: Asked = { name: '', clean: true };

/** Whether a text is known to be in vain. A table that does not say so keeps nothing from being sent. */
const hasStopped = ({ optOuts: stopped }: Deps, { channel, to }: PhoneRule): Promise<boolean> =>
  channel === 'sms' ? stopped.has(to).catch(() => false) : Promise.resolve(false);

const refusedBefore = async (): Promise<SendOutcome> => ({
  type: 'refused',
  code: STOPPED,
  message: 'this phone has said STOP, so Twilio was not asked',
  permanent: true,
});

/** The next page to this number fails over without asking. What cannot be remembered is found out again. */
const remember = async ({ optOuts: stopped, clock }: Deps, attempt: Attempt): Promise<void> => {
  if (isToPhone(attempt)) await stopped.add(attempt.to, clock.now()).catch(() => false);
};

const callTwilio = (deps: Deps, page: Page, rule: PhoneRule, remainingMs: number) => async (attemptId: string) => {
  const query = `incident=${page.incidentId}&attempt=${encodeURIComponent(attemptId)}`;
  const statusCallback = `${deps.publicUrl}/v1/twilio/status?${query}`;
  const { label } = page;
  return within(deps.clock, Math.min(TWILIO_TIMEOUT_MS, Math.max(1000, remainingMs - 2000)), (signal) =>
    rule.channel === 'voice'
      ? deps.twilio.placeCall({
          to: rule.to,
          url: `${deps.publicUrl}/v1/twilio/voice?${query}`,
          statusCallback,
          signal,
        })
      : deps.twilio.sendSms({
          to: rule.to,
          body: page.exhausted ? exhaustedSms(label, page.exhausted) : pageSms(label),
          statusCallback,
          signal,
        }),
  );
};

/** What became of an attempt whose sender died before it could say so: Twilio is asked (ADR 0004). */
const lookInto = async (deps: Deps, attempt: Attempt, number: number): Promise<Attempt> => {
  if (!isToPhone(attempt)) return attempt;
  const found = await within(deps.clock, TWILIO_TIMEOUT_MS, (signal) => {
    const lookup = { to: attempt.to, since: attempt.claimedAt, signal };
    return attempt.channel === 'voice'
      ? deps.twilio.findCall(lookup)
      : deps.twilio.findMessage({ ...lookup, contains: `INC-${number} ` });
  });
  return recordLookup(deps, attempt, 'Twilio', found);
};

/**
 * Behind an open breaker too, a claim that its sender never came back to is looked into before SNS sends again; and what
 * Twilio has taken already, whoever does not know of it, SNS need not send.
 */
const abandoned = async (deps: Deps, page: Page, step: number): Promise<Attempt | undefined> => {
  const attempts = await deps.pages.attemptsOf(page.incidentId, page.pageId, step);
  const byTwilio = attempts.filter(({ provider }) => provider === 'twilio');
  const claimed = byTwilio.find(({ outcome }) => outcome === 'claimed');
  if (claimed) return lookInto(deps, claimed, page.label.number);
  return byTwilio.find(
    ({ outcome, receipt }) => outcome === 'accepted' && !(receipt && isFailed(receipt.kind, receipt.status)),
  );
};

const afterSend = async (
  deps: Deps,
  page: Page,
  breaker: Asked,
  { asked, attempt, outcome }: Done,
): Promise<SendOutput> => {
  if (outcome.type === 'withheld') return { outcome: 'over', why: attempt.detail ?? 'somebody had answered' };
  if (asked && breaker !== NOT_ASKED) await learn(deps.breakers, breaker, outcome, deps.clock.now());
  if (outcome.type === 'refused' && outcome.code === STOPPED) await remember(deps, attempt);
  if (outcome.type === 'accepted') {
    measure('PagesSent', 1);
    if (page.acceptedAt !== null && attempt.step === 0) {
      measure('AcceptToPage', secondsBetween(page.acceptedAt, deps.clock.now()) * 1000);
    }
    return accepted(attempt);
  }
  log.warn('provider.failed', { incidentId: page.incidentId, attemptId: attempt.attemptId, outcome: outcome.type });
  return failed(`Twilio: ${attempt.detail ?? outcome.type}`);
};

/** Paging task: hands one rule of a page to Twilio, exactly once, unless somebody has answered. */
export const sendPageTwilio = async (
  deps: Deps,
  input: SendInput,
  { at, remainingMs }: Invocation,
): Promise<SendOutput> => {
  const page = await deps.pages.get(input.incidentId, input.pageId);
  const rule = page?.rules[input.step];
  if (!page || !rule || page.baton !== input.baton)
    return { outcome: 'over', why: 'another execution drives this page' };
  if (!isPhoneRule(rule)) return failed('Twilio carries texts and calls only');
  const [stopped, breaker] = await Promise.all([hasStopped(deps, rule), deps.breakers.read(`twilio-${rule.channel}`)]);
  // Twilio is not asked then, so its breaker has no say, and learns nothing.
  const asked = stopped ? NOT_ASKED : await ask(deps.breakers, `twilio-${rule.channel}`, at, breaker);
  if (!asked) {
    const before = page.baton > 1 ? await abandoned(deps, page, input.step) : undefined;
    return before?.outcome === 'accepted' ? accepted(before) : failed('Twilio is not well: its breaker is open');
  }
  for (let n = 0; n < CLAIMS_MAX; n += 1) {
    const send = stopped ? refusedBefore : callTwilio(deps, page, rule, remainingMs());
    const sent = await attemptSend(deps, { page, step: input.step, provider: 'twilio', n, because: null, send });
    if (sent.type === 'done') return afterSend(deps, page, asked, sent);
    let { attempt } = sent;
    if (attempt.outcome === 'claimed') {
      if (!isAbandoned(attempt, deps.clock.now())) {
        return { outcome: 'in-flight', checkAt: addSeconds(deps.clock.now(), 5) };
      }
      attempt = await lookInto(deps, attempt, page.label.number);
      if (attempt.outcome === 'failed') continue;
    }
    if (attempt.outcome === 'accepted') return accepted(attempt);
    if (attempt.outcome === 'withheld') return { outcome: 'over', why: attempt.detail ?? 'somebody had answered' };
    return failed(`Twilio: ${attempt.detail ?? attempt.outcome}`);
  }
  return failed(`Twilio was claimed ${CLAIMS_MAX} times without an outcome`);
};

export const handler = task(sendPageTwilio, { deps: dependencies });
