const ORDERS_MAX = 100;

/** Slack's own errors, ordered by a test: the next so many calls of a method are answered with it. */
export interface FailureOrder {
  readonly method: string;
  /** Slack's error, `ratelimited` (a 429), or `answer-lost`: it is done, and nobody hears of it. */
  readonly error: string;
  readonly times: number;
}

export class Failures {
  #orders: FailureOrder[] = [];

  order(order: FailureOrder): void {
    this.#orders = [...this.#orders, order].slice(-ORDERS_MAX);
  }

  /** Nothing fails any more. */
  clear(): void {
    this.#orders = [];
  }

  /** What is still to fail. */
  all(): readonly FailureOrder[] {
    return this.#orders;
  }

  /** @returns the error that this call is to have, which is then used up; undefined for none */
  take(method: string): string | undefined {
    const found = this.#orders.find((order) => order.method === method);
    if (!found) return undefined;
    const left = { ...found, times: found.times - 1 };
    this.#orders = this.#orders.flatMap((order) => (order === found ? (left.times > 0 ? [left] : []) : [order]));
    return found.error;
  }
}
