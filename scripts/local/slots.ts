/** Functions that run at the same time. In AWS each has a processor of its own; here they share one. */
const SLOTS = 8;
/** A function that waits for a provider needs no processor: after this much real time its slot goes to the next. */
const LEASE_MS = 500;

/**
 * Keeps a storm from being taken on all at once: on one processor everything would be begun, nothing done, and every
 * timeout would fire for work that merely queues. Pages on their way and Slack's entrances go before new alerts, whose
 * senders can wait.
 */
export class Slots {
  readonly #slots: number;
  readonly #leaseMs: number;
  #taken = 0;
  readonly #tasks: (() => void)[] = [];
  readonly #others: (() => void)[] = [];

  constructor(slots: number = SLOTS, leaseMs: number = LEASE_MS) {
    this.#slots = slots;
    this.#leaseMs = leaseMs;
  }

  /** Waits for a slot; call what is returned to give it back (again does nothing). `first`: before all that are not. */
  async enter(first: boolean): Promise<() => void> {
    if (this.#taken < this.#slots) this.#taken += 1;
    else await new Promise<void>((resolve) => (first ? this.#tasks : this.#others).push(resolve));
    let held = true;
    const leave = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(lease);
      const next = this.#tasks.shift() ?? this.#others.shift();
      if (next) next();
      else this.#taken -= 1;
    };
    const lease = setTimeout(leave, this.#leaseMs);
    return leave;
  }
}
