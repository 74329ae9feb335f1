import type { Instant } from '../../../shared/lib/instant.ts';
import { Bounded } from './bounded.ts';

export const MESSAGES_KEPT_MAX = 20_000;

/** One thing the outside world received from the product, as `GET /sandbox/messages` shows it. */
export interface SandboxMessage {
  readonly id: string;
  readonly kind: 'sms' | 'call' | 'slack' | 'email' | 'webhook';
  readonly provider: string;
  readonly to: string;
  /** What the person reads; for a call, what was said so far. */
  readonly body: string;
  readonly at: Instant;
  readonly status: string;
  readonly channel?: string;
  readonly blocks?: readonly unknown[];
}

export type MessageListener = (message: SandboxMessage) => void;

/** All that the outside world received, oldest first, the newest 20,000. Listeners hear of each message and each change of one. */
export class Inbox {
  readonly #messages = new Bounded<SandboxMessage>(MESSAGES_KEPT_MAX);
  readonly #listeners = new Set<MessageListener>();

  add(message: SandboxMessage): void {
    this.#messages.add(message);
    for (const listener of this.#listeners) listener(message);
  }

  /** Changes what is known of a message; one that was already forgotten stays forgotten. */
  update(id: string, change: Partial<Pick<SandboxMessage, 'status' | 'body'>>): void {
    const known = this.#messages.get(id);
    if (known) this.add({ ...known, ...change });
  }

  items(): SandboxMessage[] {
    return this.#messages.all();
  }

  /** @returns a function that ends the listening. */
  onMessage(listener: MessageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
