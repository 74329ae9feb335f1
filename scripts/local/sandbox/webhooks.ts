import { createHmac } from 'node:crypto';
import { type HttpRequest, KeepAliveHttp } from '../../../shared/telephony/keep-alive-http.ts';
import type { Activity } from '../activity.ts';

/** Twilio gives a webhook 15 seconds. These are real ones: the product's own work is not slowed by its clock. */
const WEBHOOK_TIMEOUT_MS = 15_000;

export type Parameters = Readonly<Record<string, string>>;

export interface WebhookAnswer {
  /** 0 when nothing answered. */
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * Twilio's signature of a webhook: base64 HMAC-SHA1 with the auth token over the full URL, then each form parameter's
 * name and value in the order of their names (https://www.twilio.com/docs/usage/security).
 */
export const signWebhook = (authToken: string, url: string, parameters: Parameters): string => {
  const sorted = Object.keys(parameters).sort();
  const text = sorted.reduce((sum, name) => sum + name + parameters[name], url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
};

/** Calls the product's webhooks as the carrier does: signed, form-encoded, once. Never throws: no answer is status 0. */
export class Webhooks {
  readonly #authToken: string;
  readonly #activity: Activity;
  readonly #http = new KeepAliveHttp();

  constructor(authToken: string, activity: Activity) {
    this.#authToken = authToken;
    this.#activity = activity;
  }

  async call(url: string, parameters: Parameters, method: string = 'POST'): Promise<WebhookAnswer> {
    const done = this.#activity.begin();
    try {
      const { statusCode, headers, body } = await this.#http.send(this.#request(url, parameters, method));
      return { status: statusCode, contentType: (headers as Record<string, string>)['content-type'] ?? '', body };
    } catch {
      return { status: 0, contentType: '', body: '' };
    } finally {
      done();
    }
  }

  /** Keeps no connection open any more. */
  close(): void {
    this.#http.close();
  }

  #request(url: string, parameters: Parameters, method: string): HttpRequest {
    const form = new URLSearchParams(parameters);
    const isGet = method.toUpperCase() === 'GET';
    const target = isGet ? withQuery(url, form) : url;
    const headers = {
      'x-twilio-signature': signWebhook(this.#authToken, target, isGet ? {} : parameters),
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': crypto.randomUUID(),
      accept: '*/*',
    };
    const signal = AbortSignal.timeout(WEBHOOK_TIMEOUT_MS);
    const at = new URL(target);
    if (isGet) return { method: 'GET', url: at, headers, signal };
    const type = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    return { method: 'POST', url: at, headers: { ...headers, ...type }, body: form.toString(), signal };
  }
}

const withQuery = (url: string, form: URLSearchParams): string => `${url}${url.includes('?') ? '&' : '?'}${form}`;
