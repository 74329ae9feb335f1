export const PROVIDERS = [
  'twilio',
  'sns',
  'slack',
  'ses',
  'webhook',
  'bedrock',
  'eventbridge',
  'dynamodb',
  'stepfunctions',
  'sqs',
] as const;
export type Provider = (typeof PROVIDERS)[number];

/**
 * `error`: refuses at once. `timeout`: never answers. `undelivered`: accepts and then fails to deliver. `answer-lost`:
 * does what it was asked, and hangs up without saying so. `accepted-no-receipt`: accepts, and is never heard of again.
 * `ratelimited`: says that it was all too much (Slack only).
 */
export const MODES = [
  'ok',
  'error',
  'timeout',
  'undelivered',
  'answer-lost',
  'accepted-no-receipt',
  'ratelimited',
] as const;
export type Mode = (typeof MODES)[number];

/** Which half of a database an outage is of. */
export const OPERATIONS = ['all', 'reads', 'writes'] as const;
export type Operations = (typeof OPERATIONS)[number];

export type OutageListener = (provider: Provider, mode: Mode, operations: Operations) => void;

/** Who of the outside world is unwell, and how: everyone is well until told otherwise. */
export class Outages {
  readonly #modes = new Map<Provider, Mode>();
  readonly #listeners = new Set<OutageListener>();

  mode(provider: Provider): Mode {
    return this.#modes.get(provider) ?? 'ok';
  }

  /** `operations` narrows an outage of the database to its reads or its writes. */
  set(provider: Provider, mode: Mode, operations: Operations = 'all'): void {
    this.#modes.set(provider, mode);
    for (const listener of this.#listeners) listener(provider, mode, operations);
  }

  /** Calls back on every change; returns how to stop that. */
  onChange(listener: OutageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All providers with their mode, for a page that shows them. */
  all(): Record<Provider, Mode> {
    return Object.fromEntries(PROVIDERS.map((provider) => [provider, this.mode(provider)])) as Record<Provider, Mode>;
  }
}
