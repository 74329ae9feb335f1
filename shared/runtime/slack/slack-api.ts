import { AsyncLocalStorage } from 'node:async_hooks';
// Not its root, which brings every type's module along.
import { ErrorCode } from '@slack/web-api/dist/errors.js';
import { LogLevel } from '@slack/web-api/dist/logger.js';
import { WebClient } from '@slack/web-api/dist/WebClient.js';
import type { RateBudgetStore } from '../../data/rate-budget-store.ts';
import { budgetsOf, closedUntil, LINE_MS_MAX, type Turn } from '../../domain/chat/rate-budget.ts';
import { addSeconds, type Instant, secondsBetween } from '../../lib/instant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { type Clock, clock } from '../clock.ts';
import { endpoint, environment, once } from '../environment.ts';
import { errorFacts, log } from '../log.ts';
import { within } from '../paging/timeout.ts';
import { rateBudgets } from '../stores.ts';
import { httpFetch } from './http-fetch.ts';

/**
 * `refused`: Slack's own error code, and nothing was done. `limited`: not before that time, and nothing was done; with a
 * `turn`, the place in the line is kept.
 * `unreachable`: Slack did not say; it may have been done.
 */
export type SlackFailure =
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryAt: Instant; readonly turn?: Turn }
  | { readonly kind: 'unreachable'; readonly why: string };

/** What Slack answered, as it came: nothing of it is checked. */
export type SlackAnswer = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** The channel that a message goes to, which has a rate of its own. */
  readonly channel?: string;
  /** Only `chat` keeps to the rate budgets: a person who clicked and a page never wait behind a storm of cards. */
  readonly lane: 'chat' | 'person' | 'page';
  /** How long to wait for the budget, in product time; the call itself takes at most `CALL_TIMEOUT_MS` more. */
  readonly withinMs: number;
  /** The turn that an earlier call was given, which has come. */
  readonly turn?: Turn;
}

export interface SlackApi {
  /** Calls a method of the Web API once. Never throws for what Slack or a network does. */
  call(
    method: string,
    args: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<Result<SlackAnswer, SlackFailure>>;
  /** Answers by a `response_url`. One that is not Slack's is refused and never fetched. */
  respond(responseUrl: string, message: Readonly<Record<string, unknown>>): Promise<Result<void, SlackFailure>>;
}

export interface SlackApiOptions {
  readonly token: string;
  /** With a slash at its end; Slack's own by default. */
  readonly apiUrl?: string | undefined;
  readonly budgets: Pick<RateBudgetStore, 'reserve' | 'close'>;
  readonly clock: Clock;
}

/** Slack answers within a second; after this it is unknown whether it will. */
export const CALL_TIMEOUT_MS = 5000;
const RESPOND_TIMEOUT_MS = 3000;
/** A 429 that does not say until when. */
const RETRY_AFTER_SECONDS = 30;
const RETRY_AFTER_SECONDS_MAX = 3600;
/** Errors by which Slack says that it is not well: what was asked may have been done. */
const UNWELL: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);
const CODE = /^[a-z][a-z0-9_.:-]{0,79}$/;

const silent = () => undefined;
const LOGGER = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  setName: silent,
  getLevel: () => LogLevel.ERROR,
};

/** May this response_url be fetched? Slack's own over https, or one of the API that we were told to use. */
export const isResponseUrl = (responseUrl: string, apiUrl: string | undefined): boolean => {
  const url = URL.parse(responseUrl);
  if (!url || url.username || url.password) return false;
  if (apiUrl && url.origin === URL.parse(apiUrl)?.origin) return true;
  return url.protocol === 'https:' && url.host === 'hooks.slack.com';
};

interface CodedError {
  readonly code?: string;
  readonly retryAfter?: number;
  readonly statusCode?: number;
  readonly data?: { readonly error?: unknown };
  readonly name: string;
}

const failureOf = (error: unknown, at: Instant): SlackFailure => {
  const { code, retryAfter, statusCode, data, name } = error as CodedError;
  switch (code) {
    case ErrorCode.RateLimitedError: {
      const seconds = Math.min(RETRY_AFTER_SECONDS_MAX, Math.max(1, Number(retryAfter) || RETRY_AFTER_SECONDS));
      return { kind: 'limited', retryAt: addSeconds(at, seconds) };
    }
    case ErrorCode.PlatformError: {
      const said = String(data?.error);
      if (said === 'ratelimited') return { kind: 'limited', retryAt: addSeconds(at, RETRY_AFTER_SECONDS) };
      if (!CODE.test(said)) return { kind: 'unreachable', why: 'unreadable answer' };
      return UNWELL.has(said) ? { kind: 'unreachable', why: said } : { kind: 'refused', error: said };
    }
    case ErrorCode.HTTPError:
      return { kind: 'unreachable', why: `HTTP ${statusCode}` };
    default:
      return { kind: 'unreachable', why: code === ErrorCode.RequestError ? 'no answer' : name };
  }
};

/** Slack by its own client, once and within a deadline, and within what Slack allows. */
export const openSlackApi = (options: SlackApiOptions): SlackApi => {
  const { token, apiUrl, budgets, clock } = options;
  const deadline = new AsyncLocalStorage<AbortSignal>();
  const client = new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    fetch: (url, init) => {
      const signal = deadline.getStore();
      return httpFetch(url, { ...init, ...(signal ? { signal } : {}) });
    },
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    // A call that queued would run under another's deadline. What bounds them is the budgets.
    maxRequestConcurrency: Number.POSITIVE_INFINITY,
    logger: LOGGER,
  });

  /** Waits for its turn; the failure when there is none soon enough. A table that is not well holds nothing up. */
  const takeTurn = async (
    method: string,
    { channel, lane, withinMs, turn }: CallOptions,
  ): Promise<SlackFailure | undefined> => {
    if (lane !== 'chat') return undefined;
    const at = clock.now();
    let waitMs = 0;
    for (const budget of budgetsOf(method, channel ?? null)) {
      if (budget.name === turn?.budget) continue;
      const reserved = await budgets.reserve(budget, at, LINE_MS_MAX);
      if (reserved.type === 'full') return { kind: 'limited', retryAt: reserved.until };
      const { goAt } = reserved;
      if (secondsBetween(at, goAt) * 1000 > withinMs) {
        return { kind: 'limited', retryAt: goAt, turn: { budget: budget.name, at: goAt } };
      }
      waitMs = Math.max(waitMs, secondsBetween(clock.now(), goAt) * 1000);
    }
    if (waitMs > 0) await clock.sleep(waitMs);
    return undefined;
  };

  /** Slack said 429: everybody of lane `chat` leaves the method, or its channel, alone until then. */
  const close = async (method: string, channel: string | undefined, retryAt: Instant): Promise<void> => {
    const [budget] = budgetsOf(method, channel ?? null);
    if (budget) await budgets.close(budget.name, closedUntil(budget.rate, retryAt));
  };

  return {
    async call(method, args, callOptions) {
      const full = await takeTurn(method, callOptions).catch((error: unknown) => {
        log.warn('slack.budget-unknown', { method, ...errorFacts(error) });
        return undefined;
      });
      if (full) return err(full);
      try {
        const answer = await within(clock, CALL_TIMEOUT_MS, (signal) =>
          deadline.run(signal, () => client.apiCall(method, { ...args })),
        );
        return ok(answer as unknown as SlackAnswer);
      } catch (error) {
        const failure = failureOf(error, clock.now());
        log.warn('slack.call-failed', { method, lane: callOptions.lane, ...said(failure) });
        if (failure.kind === 'limited') await close(method, callOptions.channel, failure.retryAt).catch(silent);
        return err(failure);
      }
    },

    async respond(responseUrl, message) {
      if (!isResponseUrl(responseUrl, apiUrl)) return err({ kind: 'refused', error: 'not_a_response_url' });
      const failure = await post(clock, responseUrl, message);
      if (failure) log.warn('slack.call-failed', { method: 'response_url', lane: 'person', ...said(failure) });
      return failure ? err(failure) : ok(undefined);
    },
  };
};

const said = (failure: SlackFailure) => ({
  failure: failure.kind,
  slackError: failure.kind === 'refused' ? failure.error : failure.kind === 'unreachable' ? failure.why : null,
});

const post = async (clock: Clock, url: string, message: object): Promise<SlackFailure | undefined> => {
  try {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    const answer = await within(clock, RESPOND_TIMEOUT_MS, (signal) =>
      httpFetch(url, { method: 'POST', headers, body: JSON.stringify(message), signal }),
    );
    if (answer.status === 200) return undefined;
    const text = (await answer.text()).trim();
    if (answer.status === 429) return { kind: 'limited', retryAt: addSeconds(clock.now(), RETRY_AFTER_SECONDS) };
    if (answer.status < 500) return { kind: 'refused', error: CODE.test(text) ? text : `http_${answer.status}` };
    return { kind: 'unreachable', why: `HTTP ${answer.status}` };
  } catch {
    return { kind: 'unreachable', why: 'no answer' };
  }
};

/** The workspace that this function is told to use. @throws Error when it is told none: ask `slackConfigured` first. */
export const slackApi = once(() =>
  openSlackApi({
    token: environment('SLACK_BOT_TOKEN'),
    apiUrl: endpoint('SLACK_API_URL'),
    budgets: rateBudgets(),
    clock: { now: () => clock().now(), sleep: (ms, signal) => clock().sleep(ms, signal) },
  }),
);
