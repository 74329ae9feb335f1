import type { Attempt, Page } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { environment, once, slackConfigured } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { isAbandoned, recordLookup } from '../../shared/runtime/paging/abandoned.ts';
import { attemptSend, type Done } from '../../shared/runtime/paging/attempt-send.ts';
import { type Asked, ask, learn } from '../../shared/runtime/paging/breaker.ts';
import { findInSlack, type SlackWay, sendToSlack } from '../../shared/runtime/paging/slack-message.ts';
import { slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { breakers, incidents, pages } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';

export interface SlackInput {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly baton: number;
  readonly step: number;
}

export type SlackOutput =
  | { readonly outcome: 'accepted' }
  /** Another execution is at it this moment: look again then. */
  | { readonly outcome: 'in-flight'; readonly checkAt: Instant }
  | { readonly outcome: 'failed'; readonly because: string }
  | { readonly outcome: 'over'; readonly why: string };

const BREAKER = 'slack-page';
const CLAIMS_MAX = 4;

const NOT_SET_UP: SendOutcome = {
  type: 'refused',
  code: 'not_set_up',
  message: 'Slack is not set up',
  permanent: true,
};
const NOT_WELL: SendOutcome = { type: 'failed', status: undefined, why: 'its breaker is open, so it was not asked' };

const dependencies = once(() => ({
  pages: pages(),
  incidents: incidents(),
  breakers: breakers(),
  clock: clock(),
  region: environment('PD_REGION'),
  slack: slackConfigured() ? slackApi() : null,
}));
type Deps = ReturnType<typeof dependencies>;

/** How a page is handed over: by Slack itself, or not at all where it is known beforehand that it will not take it. */
interface Way {
  readonly asked: Asked | null;
  readonly send: (attemptId: string) => Promise<SendOutcome>;
}

const wayOf = async (deps: Deps, page: Page, rule: SlackWay, at: Instant): Promise<Way> => {
  const { slack } = deps;
  if (!slack) return { asked: null, send: async () => NOT_SET_UP };
  const asked = await ask(deps.breakers, BREAKER, at);
  if (!asked) return { asked: null, send: async () => NOT_WELL };
  return { asked, send: (attemptId) => sendToSlack(slack, page, rule, attemptId) };
};

/** What became of an attempt whose sender died before it could say so: the person's messages are searched for it. */
const lookInto = async (deps: Deps, attempt: Attempt, rule: SlackWay): Promise<Attempt> => {
  const found = deps.slack
    ? await findInSlack(deps.slack, attempt, rule)
    : ({ type: 'failed', why: 'Slack is not set up' } as const);
  return recordLookup(deps, attempt, 'Slack', found);
};

const outputOf = ({ outcome, detail }: Attempt): SlackOutput => {
  if (outcome === 'accepted') return { outcome: 'accepted' };
  if (outcome === 'withheld') return { outcome: 'over', why: detail ?? 'somebody had answered' };
  return { outcome: 'failed', because: `Slack: ${detail ?? outcome}` };
};

const afterSend = async (deps: Deps, page: Page, way: Way, { asked, attempt, outcome }: Done): Promise<SlackOutput> => {
  if (outcome.type === 'accepted') {
    measure('PagesSent', 1);
    if (page.acceptedAt !== null && attempt.step === 0) {
      measure('AcceptToPage', secondsBetween(page.acceptedAt, deps.clock.now()) * 1000);
    }
  } else if (outcome.type !== 'withheld') {
    log.warn('provider.failed', { incidentId: page.incidentId, attemptId: attempt.attemptId, outcome: outcome.type });
  }
  if (asked && way.asked && outcome.type !== 'withheld') {
    await learn(deps.breakers, way.asked, outcome, deps.clock.now());
  }
  return outputOf(attempt);
};

/** Paging task: hands one rule of a page, or a channel's, to Slack once, unless somebody has answered. It never waits for chat. */
export const sendPageSlack = async (deps: Deps, input: SlackInput, { at }: Invocation): Promise<SlackOutput> => {
  const page = await deps.pages.get(input.incidentId, input.pageId);
  const rule = page?.rules[input.step];
  if (!page || !rule || page.baton !== input.baton)
    return { outcome: 'over', why: 'another execution drives this page' };
  if (rule.channel !== 'slack' && rule.channel !== 'slack-channel')
    return { outcome: 'failed', because: 'Slack reaches no phone' };
  const way = await wayOf(deps, page, rule, at);
  for (let n = 0; n < CLAIMS_MAX; n += 1) {
    const { send } = way;
    const sent = await attemptSend(deps, { page, step: input.step, provider: 'slack', n, because: null, send });
    if (sent.type === 'done') return afterSend(deps, page, way, sent);
    let { attempt } = sent;
    if (attempt.outcome === 'claimed') {
      if (!isAbandoned(attempt, deps.clock.now())) {
        return { outcome: 'in-flight', checkAt: addSeconds(deps.clock.now(), 5) };
      }
      attempt = await lookInto(deps, attempt, rule);
      if (attempt.outcome === 'failed') continue;
    }
    return outputOf(attempt);
  }
  return { outcome: 'failed', because: `Slack was claimed ${CLAIMS_MAX} times without an outcome` };
};

export const handler = task(sendPageSlack, { deps: dependencies });
