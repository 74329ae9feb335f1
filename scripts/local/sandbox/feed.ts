import type { Instant } from '../../../shared/lib/instant.ts';
import type { SlackRecord } from './slack/shelf.ts';

const WARNINGS_KEPT_MAX = 100;
const REPLIES_KEPT_MAX = 2_000;

/** A text message that a person wrote on one of the sandbox's phones. */
export interface PhoneReply {
  readonly id: string;
  readonly from: string;
  readonly body: string;
  readonly at: Instant;
}

/** What somebody holding the phone knows of a call. */
export interface CallView {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly status: string;
  readonly said: readonly string[];
  /** The call waits for digits right now. */
  readonly listening: boolean;
  readonly at: Instant;
}

/** Something between the carrier and the product went wrong, with Twilio's own number for it. */
export interface Warning {
  readonly code: number;
  readonly text: string;
  readonly at: Instant;
}

export type FeedEvent =
  | { readonly type: 'reply'; readonly data: PhoneReply }
  | { readonly type: 'call'; readonly data: CallView }
  | { readonly type: 'warning'; readonly data: Warning }
  | { readonly type: 'slack'; readonly data: SlackRecord };

/** What happens outside, as it happens, for the pages that watch; it also keeps the latest replies and warnings. */
export class Feed {
  readonly #listeners = new Set<(event: FeedEvent) => void>();
  readonly replies: PhoneReply[] = [];
  readonly warnings: Warning[] = [];

  publish(event: FeedEvent): void {
    if (event.type === 'reply') keep(this.replies, event.data, REPLIES_KEPT_MAX);
    if (event.type === 'warning') keep(this.warnings, event.data, WARNINGS_KEPT_MAX);
    for (const listener of this.#listeners) listener(event);
  }

  listen(listener: (event: FeedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const keep = <T>(list: T[], item: T, limit: number): void => {
  list.push(item);
  if (list.length > limit) list.shift();
};
