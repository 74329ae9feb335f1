/** Functions that run at the same time. In AWS each has a processor of its own; here they share one. */
const SLOTS = 8;
/** Of these, for what people only look at: in AWS its lane has a concurrency of its own (D7). */
const LATER_SLOTS = 2;
/** A function that waits for a provider needs no processor: after this much real time its slot goes to the next. */
const LEASE_MS = 500;

/** `first`: pages on their way, and people in Slack. `next`: alerts and the API. `later`: what follows, such as cards. */
export type Rank = 'first' | 'next' | 'later';

/**
 * Keeps a storm from being taken on all at once: on one processor everything would be begun, nothing done, and every
 * timeout would fire for work that merely queues. Pages on their way and Slack's entrances go before new alerts, whose
 * senders can wait. What only follows from a change, such as a card in Slack, goes last.
 */
export class Slots {
  readonly #slots: number;
  readonly #leaseMs: number;
  #taken = 0;
  #laterTaken = 0;
  readonly #waiting: Record<Rank, (() => void)[]> = { first: [], next: [], later: [] };

  constructor(slots: number = SLOTS, leaseMs: number = LEASE_MS) {
    this.#slots = slots;
    this.#leaseMs = leaseMs;
  }

  /** Waits for a slot; call what is returned to give it back (again does nothing). */
  async enter(rank: Rank): Promise<() => void> {
    if (this.#isFree(rank)) this.#take(rank);
    else await new Promise<void>((resolve) => this.#waiting[rank].push(resolve));
    let held = true;
    const leave = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(lease);
      this.#taken -= 1;
      if (rank === 'later') this.#laterTaken -= 1;
      this.#letIn();
    };
    const lease = setTimeout(leave, this.#leaseMs);
    return leave;
  }

  #isFree(rank: Rank): boolean {
    return this.#taken < this.#slots && (rank !== 'later' || this.#laterTaken < LATER_SLOTS);
  }

  #take(rank: Rank): void {
    this.#taken += 1;
    if (rank === 'later') this.#laterTaken += 1;
  }

  #letIn(): void {
    for (const rank of ['first', 'next', 'later'] as const) {
      if (!this.#isFree(rank)) return;
      const next = this.#waiting[rank].shift();
      if (!next) continue;
      this.#take(rank);
      next();
      return;
    }
  }
}
