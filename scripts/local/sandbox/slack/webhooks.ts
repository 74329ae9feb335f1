import { createHmac } from 'node:crypto';
import type { World } from '../world.ts';
import type { SlackAccount } from './model.ts';

/** Slack waits so long for an answer. These are real seconds: the product's own work is not slowed by its clock. */
const TIMEOUT_MS = 3_000;
/** More than Slack would read of an answer. */
const ANSWER_CHARACTERS_MAX = 1_000_000;

export interface SlackAnswer {
  /** 0 when nothing answered. */
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly timedOut: boolean;
  /** The app wants no retries of this event. */
  readonly wantsNoRetry: boolean;
}

export const isGood = ({ status }: SlackAnswer): boolean => status >= 200 && status < 300;

/**
 * Slack's signature of a request: `v0=` and the hex HMAC-SHA256 with the signing secret over version, timestamp and raw
 * body (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export const signSlack = (signingSecret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** Calls the product's entrances as Slack does. Never throws: no answer is status 0. */
export class SlackWebhooks {
  readonly #world: World;
  readonly #account: SlackAccount;

  constructor(world: World, account: SlackAccount) {
    this.#world = world;
    this.#account = account;
  }

  postForm(path: string, form: Readonly<Record<string, string>>): Promise<SlackAnswer> {
    return this.#post(path, new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded');
  }

  postJson(path: string, json: object, headers: Readonly<Record<string, string>> = {}): Promise<SlackAnswer> {
    return this.#post(path, JSON.stringify(json), 'application/json', headers);
  }

  async #post(path: string, body: string, contentType: string, extra: Readonly<Record<string, string>> = {}) {
    const timestamp = String(Math.floor(this.#world.clock.nowMs() / 1000));
    const headers = {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signSlack(this.#account.signingSecret, timestamp, body),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      ...extra,
    };
    const done = this.#world.activity.begin('Slack waits for an answer');
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(`${this.#world.publicUrl()}${path}`, { method: 'POST', headers, body, signal });
      return {
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: (await answer.text()).slice(0, ANSWER_CHARACTERS_MAX),
        timedOut: false,
        wantsNoRetry: answer.headers.get('x-slack-no-retry') === '1',
      };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return { status: 0, contentType: '', body: '', timedOut, wantsNoRetry: false };
    } finally {
      done();
    }
  }
}
