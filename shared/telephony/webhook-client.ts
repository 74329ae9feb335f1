import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { WebhookUrl } from '../lib/ids.ts';
import { NotPublic, publicLookup } from './public-lookup.ts';
import type { SendOutcome } from './send-outcome.ts';

export interface WebhookClientOptions {
  /** What all keys are made from: whoever has it can sign for every address. */
  readonly secret: string;
  /** Stands in for the whole outside world, and is told in a header whom a request was for. */
  readonly standIn?: string | undefined;
}

export interface WebhookRequest {
  readonly url: WebhookUrl;
  /** The same for each time that something is sent again, so that its receiver can tell. */
  readonly id: string;
  readonly sentAtSeconds: number;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** The key of one address: those who have it can sign for no other. */
const keyOf = (secret: string, url: WebhookUrl): Buffer => createHmac('sha256', secret).update(url).digest();

/** As the Standard Webhooks specification signs: `v1,` and the HMAC-SHA256 of id, time and body. */
const signatureOf = (secret: string, { url, id, sentAtSeconds, body }: WebhookRequest): string =>
  `v1,${createHmac('sha256', keyOf(secret, url)).update(`${id}.${sentAtSeconds}.${body}`).digest('base64')}`;

const outcomeOf = (statusCode: number): SendOutcome => {
  if (statusCode >= 200 && statusCode < 300) return { type: 'accepted', sid: `HTTP ${statusCode}`, status: 'sent' };
  if (statusCode >= 500 || statusCode === 429 || statusCode === 408) {
    return { type: 'failed', status: statusCode, why: `HTTP ${statusCode}` };
  }
  const message = statusCode >= 300 && statusCode < 400 ? 'it is moved, and redirects are not followed' : '';
  return { type: 'refused', code: `HTTP ${statusCode}`, message, permanent: true };
};

const failedSend = (error: Error, signal: AbortSignal, reached: boolean): SendOutcome => {
  if (error instanceof NotPublic) {
    return { type: 'refused', code: 'not_public', message: error.message, permanent: true };
  }
  if (reached) return { type: 'unknown', why: signal.aborted ? 'timeout' : 'connection-lost' };
  return { type: 'failed', status: undefined, why: signal.aborted ? 'no connection in time' : 'no connection' };
};

/** Asks addresses that an admin has configured. Only the public network, no redirect, and nothing of an answer but its status. */
export class WebhookClient {
  readonly #options: WebhookClientOptions;
  readonly #lookup = publicLookup();

  constructor(options: WebhookClientOptions) {
    this.#options = options;
  }

  /** Sends one request, exactly once. Never throws for what a receiver or a network does. */
  send(request: WebhookRequest): Promise<SendOutcome> {
    const { url, id, sentAtSeconds, body, signal } = request;
    const { secret, standIn } = this.#options;
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'pd-lite',
      'webhook-id': id,
      'webhook-timestamp': String(sentAtSeconds),
      'webhook-signature': signatureOf(secret, request),
      ...(standIn ? { 'x-pd-webhook-url': url } : {}),
    };
    // A connection of its own: one that is kept open would not be looked at again.
    const options = { method: 'POST', headers, signal, agent: false } as const;
    return new Promise((resolve) => {
      const outgoing = standIn
        ? http.request(standIn, options)
        : https.request(url, { ...options, lookup: this.#lookup });
      let reached = false;
      outgoing.once('socket', (socket) => {
        socket.once(standIn ? 'connect' : 'secureConnect', () => {
          reached = true;
        });
      });
      outgoing.on('error', (error) => resolve(failedSend(error, signal, reached)));
      outgoing.once('response', (incoming) => {
        resolve(outcomeOf(incoming.statusCode ?? 0));
        incoming.destroy();
      });
      outgoing.end(body);
    });
  }
}
