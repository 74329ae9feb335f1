import { pageEmail } from '../../shared/domain/paging/email-texts.ts';
import type { Attempt } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { isAbandoned } from '../../shared/runtime/paging/abandoned.ts';
import { attemptSend, type Done } from '../../shared/runtime/paging/attempt-send.ts';
import { type Asked, ask, learn } from '../../shared/runtime/paging/breaker.ts';
import { sendDeps, ses } from '../../shared/runtime/paging/deps.ts';
import { within } from '../../shared/runtime/paging/timeout.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';

export interface EmailInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  readonly step: number;
}

export type EmailOutput =
  | { readonly outcome: 'accepted' }
  /** Another execution is at it this moment: look again then. */
  | { readonly outcome: 'in-flight'; readonly checkAt: Instant }
  | { readonly outcome: 'failed'; readonly because: string }
  | { readonly outcome: 'over'; readonly why: string };

const BREAKER = 'ses-page';
const SES_TIMEOUT_MS = 5000;
const CLAIMS_MAX = 4;

const NOT_SET_UP: SendOutcome = {
  type: 'refused',
  code: 'not_set_up',
  message: 'e-mail is not set up',
  permanent: true,
};
const NOT_WELL: SendOutcome = { type: 'failed', status: undefined, why: 'its breaker is open, so it was not asked' };

const dependencies = once(() => ({ ...sendDeps(), ses: ses() }));
type Deps = ReturnType<typeof dependencies>;

/** SES cannot be asked what it sent: the record says that it is not known, and the page goes out again. */
const giveUpOn = (deps: Deps, { incidentId, attemptId }: Attempt) => {
  log.warn('page.outcome-unknown', { incidentId, attemptId });
  const outcomeAt = deps.clock.now();
  const detail = 'its sender died: it may have been sent, and is sent again';
  return deps.pages.amend(incidentId, attemptId, (now) =>
    now.outcome === 'claimed' ? { ...now, outcome: 'unknown', outcomeAt, detail } : undefined,
  );
};

const outputOf = ({ outcome, detail }: Attempt): EmailOutput => {
  if (outcome === 'accepted') return { outcome: 'accepted' };
  if (outcome === 'withheld') return { outcome: 'over', why: detail ?? 'somebody had answered' };
  return { outcome: 'failed', because: `E-mail: ${detail ?? outcome}` };
};

const afterSend = async (
  deps: Deps,
  acceptedAt: Instant | null,
  breaker: Asked | undefined,
  { asked, attempt, outcome }: Done,
): Promise<EmailOutput> => {
  if (outcome.type === 'accepted') {
    measure('PagesSent', 1);
    if (acceptedAt !== null && attempt.step === 0) {
      measure('AcceptToPage', secondsBetween(acceptedAt, deps.clock.now()) * 1000);
    }
  } else if (outcome.type !== 'withheld') {
    const { incidentId, attemptId } = attempt;
    log.warn('provider.failed', { incidentId, attemptId, outcome: outcome.type });
  }
  if (asked && breaker && outcome.type !== 'withheld') await learn(deps.breakers, breaker, outcome, deps.clock.now());
  return outputOf(attempt);
};

/** Paging task: hands one rule of a page to SES, unless somebody has answered. What SES took counts as sent. */
export const sendPageEmail = async (
  deps: Deps,
  input: EmailInput,
  { at, remainingMs }: Invocation,
): Promise<EmailOutput> => {
  const page = await deps.pages.get(input.incidentId, input.pageId);
  const rule = page?.rules[input.step];
  if (!page || !rule || page.baton !== input.baton)
    return { outcome: 'over', why: 'another execution drives this page' };
  if (rule.channel !== 'email') return { outcome: 'failed', because: 'SES carries e-mail only' };
  const { ses: client } = deps;
  const asked = client ? await ask(deps.breakers, BREAKER, at) : undefined;
  const email = pageEmail(page.label, page.exhausted, deps.publicUrl);
  const send = async (): Promise<SendOutcome> => {
    if (!client) return NOT_SET_UP;
    if (!asked) return NOT_WELL;
    const timeoutMs = Math.min(SES_TIMEOUT_MS, Math.max(1000, remainingMs() - 2000));
    return within(deps.clock, timeoutMs, (signal) => client.send({ to: rule.to, ...email, signal }));
  };
  for (let n = 0; n < CLAIMS_MAX; n += 1) {
    const sent = await attemptSend(deps, { page, step: input.step, provider: 'ses', n, because: null, send });
    if (sent.type === 'done') return afterSend(deps, page.acceptedAt, asked, sent);
    const { attempt } = sent;
    if (attempt.outcome !== 'claimed') return outputOf(attempt);
    if (!isAbandoned(attempt, deps.clock.now())) {
      return { outcome: 'in-flight', checkAt: addSeconds(deps.clock.now(), 5) };
    }
    await giveUpOn(deps, attempt);
  }
  return { outcome: 'failed', because: `E-mail was claimed ${CLAIMS_MAX} times without an outcome` };
};

export const handler = task(sendPageEmail, { deps: dependencies });
