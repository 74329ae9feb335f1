import type { Attempt } from '../../shared/domain/paging/page.ts';
import { webhookBody } from '../../shared/domain/paging/webhook-body.ts';
import { isWebhookUrl } from '../../shared/domain/paging/webhook-url.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, toEpochMs } from '../../shared/lib/instant.ts';
import { once } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { isAbandoned } from '../../shared/runtime/paging/abandoned.ts';
import { attemptSend, type Done } from '../../shared/runtime/paging/attempt-send.ts';
import { sendDeps, webhooks } from '../../shared/runtime/paging/deps.ts';
import { within } from '../../shared/runtime/paging/timeout.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';

export interface WebhookInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  readonly step: number;
}

export type WebhookOutput =
  | { readonly outcome: 'accepted' }
  /** Another execution is at it this moment: look again then. */
  | { readonly outcome: 'in-flight'; readonly checkAt: Instant }
  | { readonly outcome: 'failed'; readonly because: string }
  | { readonly outcome: 'over'; readonly why: string };

const TIMEOUT_MS = 5000;
/** Somebody else's server may hiccup: what failed there is tried once more, and then it is on record. */
const TRIES_MAX = 2;

const refusal = (code: string, message: string): SendOutcome => ({ type: 'refused', code, message, permanent: true });
const NOT_SET_UP = refusal('not_set_up', 'webhooks are not set up');
const NOT_ALLOWED = refusal('not_allowed', 'it must be https, at a public name');

const dependencies = once(() => ({ ...sendDeps(), webhooks: webhooks() }));
type Deps = ReturnType<typeof dependencies>;

const outputOf = ({ outcome, detail }: Attempt): WebhookOutput => {
  if (outcome === 'accepted') return { outcome: 'accepted' };
  if (outcome === 'withheld') return { outcome: 'over', why: detail ?? 'somebody had answered' };
  return { outcome: 'failed', because: `Webhook: ${detail ?? outcome}` };
};

const giveUpOn = (deps: Deps, { incidentId, attemptId }: Attempt) => {
  const outcomeAt = deps.clock.now();
  const detail = 'its sender died: it may have been sent, and is sent again';
  return deps.pages.amend(incidentId, attemptId, (now) =>
    now.outcome === 'claimed' ? { ...now, outcome: 'unknown', outcomeAt, detail } : undefined,
  );
};

const isWorthAnotherTry = ({ outcome }: Done): boolean => outcome.type === 'failed' || outcome.type === 'unknown';

/**
 * Paging task: tells an address that a level was reached, unless somebody has answered. It has an execution of its own:
 * nobody's phone waits for it, and what its address does is on the timeline and nowhere else.
 */
export const sendPageWebhook = async (
  deps: Deps,
  input: WebhookInput,
  { remainingMs }: Invocation,
): Promise<WebhookOutput> => {
  const page = await deps.pages.get(input.incidentId, input.pageId);
  const rule = page?.rules[input.step];
  if (!page || !rule || page.baton !== input.baton)
    return { outcome: 'over', why: 'another execution drives this page' };
  if (rule.channel !== 'webhook') return { outcome: 'failed', because: 'a webhook reaches nobody' };
  const { webhooks: client, clock, publicUrl } = deps;
  const send = async (): Promise<SendOutcome> => {
    if (!client) return NOT_SET_UP;
    if (!isWebhookUrl(rule.to)) return NOT_ALLOWED;
    const timeoutMs = Math.min(TIMEOUT_MS, Math.max(1000, remainingMs() - 2000));
    const id = `${page.incidentId}.${page.pageId}`;
    const sentAtSeconds = Math.floor(toEpochMs(clock.now()) / 1000);
    const body = webhookBody(page, publicUrl);
    return within(clock, timeoutMs, (signal) => client.send({ url: rule.to, id, sentAtSeconds, body, signal }));
  };
  let last: WebhookOutput = { outcome: 'failed', because: 'Webhook: tried as often as it may be' };
  for (let n = 0; n < TRIES_MAX; n += 1) {
    const sent = await attemptSend(deps, { page, step: input.step, provider: 'webhook', n, because: null, send });
    if (sent.type === 'taken') {
      if (sent.attempt.outcome !== 'claimed') last = outputOf(sent.attempt);
      else if (isAbandoned(sent.attempt, clock.now())) await giveUpOn(deps, sent.attempt);
      else return { outcome: 'in-flight', checkAt: addSeconds(clock.now(), 5) };
      if (last.outcome === 'accepted' || last.outcome === 'over') return last;
      continue;
    }
    const { incidentId, attemptId } = sent.attempt;
    if (sent.outcome.type !== 'accepted' && sent.outcome.type !== 'withheld') {
      log.warn('webhook.failed', { incidentId, attemptId, outcome: sent.outcome.type });
    }
    last = outputOf(sent.attempt);
    if (!isWorthAnotherTry(sent)) return last;
  }
  return last;
};

export const handler = task(sendPageWebhook, { deps: dependencies });
