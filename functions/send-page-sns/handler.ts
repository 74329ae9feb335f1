import { isPhoneRule } from '../../shared/domain/directory/user.ts';
import { exhaustedSms, pageSmsOneWay } from '../../shared/domain/paging/message-texts.ts';
import type { Attempt } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { isAbandoned } from '../../shared/runtime/paging/abandoned.ts';
import { attemptSend } from '../../shared/runtime/paging/attempt-send.ts';
import { learnFailure } from '../../shared/runtime/paging/breaker.ts';
import { sendDeps, sns } from '../../shared/runtime/paging/deps.ts';
import { within } from '../../shared/runtime/paging/timeout.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

export interface SnsInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  readonly step: number;
  readonly because: string;
}

export type SnsOutput =
  | { readonly outcome: 'done'; readonly sent: boolean }
  | { readonly outcome: 'in-flight'; readonly checkAt: Instant }
  | { readonly outcome: 'over'; readonly why: string };

const SNS_TIMEOUT_MS = 5000;
const CLAIMS_MAX = 3;

const dependencies = once(() => ({ ...sendDeps(), sns: sns() }));
type Deps = ReturnType<typeof dependencies>;

/** SNS cannot be asked what it sent: the record says that it is not known, and the page goes out again. */
const giveUpOn = (deps: Deps, { incidentId, attemptId }: Attempt) => {
  log.warn('page.outcome-unknown', { incidentId, attemptId });
  const outcomeAt = deps.clock.now();
  const detail = 'its sender died: it may have been sent, and is sent again';
  return deps.pages.amend(incidentId, attemptId, (now) =>
    now.outcome === 'claimed' ? { ...now, outcome: 'unknown', outcomeAt, detail } : undefined,
  );
};

/** Paging task: the same page as a text message by SNS, when Twilio did not take it or says it did not arrive (D6). */
export const sendPageSns = async (deps: Deps, input: SnsInput, { remainingMs }: Invocation): Promise<SnsOutput> => {
  const page = await deps.pages.get(input.incidentId, input.pageId);
  const rule = page?.rules[input.step];
  if (!page || !rule || page.baton !== input.baton)
    return { outcome: 'over', why: 'another execution drives this page' };
  if (!isPhoneRule(rule)) return { outcome: 'done', sent: false };
  const { label } = page;
  const body = page.exhausted ? exhaustedSms(label, page.exhausted, deps.from) : pageSmsOneWay(label, deps.from);
  const send = () =>
    within(deps.clock, Math.min(SNS_TIMEOUT_MS, Math.max(1000, remainingMs() - 2000)), (signal) =>
      deps.sns.sendSms({ to: rule.to, body, signal }),
    );
  for (let n = 0; n < CLAIMS_MAX; n += 1) {
    const sent = await attemptSend(deps, { page, step: input.step, provider: 'sns', n, because: input.because, send });
    if (sent.type === 'taken' && sent.attempt.outcome === 'claimed') {
      if (!isAbandoned(sent.attempt, deps.clock.now()))
        return { outcome: 'in-flight', checkAt: addSeconds(deps.clock.now(), 5) };
      await giveUpOn(deps, sent.attempt);
      continue;
    }
    const { outcome, detail } = sent.attempt;
    if (outcome === 'withheld') return { outcome: 'over', why: detail ?? 'somebody had answered' };
    if (sent.type === 'done' && outcome === 'accepted') measure('PagesSent', 1);
    if (sent.type === 'done' && sent.asked && (outcome === 'failed' || outcome === 'unknown')) {
      await learnFailure(deps.breakers, 'sns-sms', deps.clock.now());
    }
    return { outcome: 'done', sent: outcome === 'accepted' };
  }
  return { outcome: 'done', sent: false };
};

export const handler = task(sendPageSns, { deps: dependencies });
