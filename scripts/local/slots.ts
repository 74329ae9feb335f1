/** Functions that run at the same time. In AWS each has a processor of its own; here they share one. */
const SLOTS = 8;
/**
 * What only follows, such as cards, has a concurrency of its own in AWS (D7). Here it is begun when nothing else runs, or
 * a storm's cards would share the processor with its pages; after this much real time it is in line with alerts.
 */
const LATER_WAIT_MS = 10_000;
/** A function that waits for a provider needs no processor: after this much real time its slot goes to the next. */
const LEASE_MS = 500;

/** `first`: pages on their way, and people in Slack. `next`: alerts and the API. `later`: what follows, such as cards. */
export type Rank = 'first' | 'next' | 'later';

/** Somebody who waits; told when a slot has been taken for them. */
interface Turn {
  enter: () => void;
}

/**
 * Keeps a storm from being taken on all at once: on one processor everything would be begun, nothing done, and every
 * timeout would fire for work that merely queues. Pages on their way and Slack's entrances go before new alerts, whose
 * senders can wait. What only follows from a change, such as a card in Slack, goes last.
 */
export class Slots {
  readonly #slots: number;
  readonly #leaseMs: number;
  readonly #laterWaitMs: number;
  #taken = 0;
  readonly #waiting: Record<Rank, Turn[]> = { first: [], next: [], later: [] };

  constructor(slots: number = SLOTS, leaseMs: number = LEASE_MS, laterWaitMs: number = LATER_WAIT_MS) {
    this.#slots = slots;
    this.#leaseMs = leaseMs;
    this.#laterWaitMs = laterWaitMs;
  }

  /** Waits for a slot; call what is returned to give it back (again does nothing). */
  async enter(wanted: Rank): Promise<() => void> {
    if (this.#isFree(wanted)) this.#taken += 1;
    else await this.#wait(wanted);
    let held = true;
    const leave = (): void => {
      if (!held) return;
      held = false;
      clearTimeout(lease);
      this.#taken -= 1;
      this.#letIn();
    };
    const lease = setTimeout(leave, this.#leaseMs);
    return leave;
  }

  #isFree(rank: Rank): boolean {
    return rank === 'later' ? this.#taken === 0 : this.#taken < this.#slots;
  }

  /** Waits for a slot to be taken for it. */
  #wait(rank: Rank): Promise<void> {
    return new Promise((resolve) => {
      const turn: Turn = { enter: resolve };
      this.#waiting[rank].push(turn);
      if (rank !== 'later') return;
      const promote = setTimeout(() => {
        const { later } = this.#waiting;
        const place = later.indexOf(turn);
        if (place < 0) return;
        later.splice(place, 1);
        this.#waiting.next.unshift(turn);
        this.#letIn();
      }, this.#laterWaitMs);
      turn.enter = () => {
        clearTimeout(promote);
        resolve();
      };
    });
  }

  #letIn(): void {
    for (const rank of ['first', 'next', 'later'] as const) {
      if (!this.#isFree(rank)) return;
      const next = this.#waiting[rank].shift();
      if (!next) continue;
      this.#taken += 1;
      next.enter();
      return;
    }
  }
}
