/** How long `idle` waits before it says what is still in flight, in real milliseconds. */
const IDLE_WAIT_MS_MAX = 60_000;
/** Nothing may begin in this many turns of the event loop: work that is handed on through a socket takes one or two. */
const QUIET_TURNS = 4;
/** Turns in which the one who holds a request open notices that it was given up. */
const QUIET_TURNS_WITH_A_STALL = 10;

/**
 * Knows whether anything is going on in the region. Whatever works in the background holds a `begin()` for as long as
 * it does: a request being served, a Lambda running, an event on its way. A test can then wait for the end of it all.
 */
export class Activity {
  readonly #inFlight = new Map<symbol, string>();
  #parked = 0;
  #stalled = 0;
  /** Counts every begin, so that work which came and went between two looks is still noticed. */
  #begun = 0;
  #waiting: (() => void)[] = [];

  /** Something starts; call what is returned when it is done (calling it again does nothing). */
  begin(label = 'work'): () => void {
    const key = Symbol(label);
    this.#inFlight.set(key, label);
    this.#begun += 1;
    return () => {
      if (this.#inFlight.delete(key)) this.#wake();
    };
  }

  /** One of those in flight now sleeps on a clock that stands still: it does not count until it is woken. */
  park(): () => void {
    let parked = true;
    this.#parked += 1;
    this.#wake();
    return () => {
      if (!parked) return;
      parked = false;
      this.#parked -= 1;
      this.#begun += 1;
    };
  }

  /**
   * The outside world holds a request open and says nothing: whoever made it stands still until a deadline on the clock.
   * Call what is returned when the request is over.
   */
  stall(): () => void {
    const unpark = this.park();
    let stalled = true;
    this.#stalled += 1;
    return () => {
      if (!stalled) return;
      stalled = false;
      this.#stalled -= 1;
      unpark();
    };
  }

  /** What is in flight, for an error message. */
  inFlight(): string[] {
    return [...this.#inFlight.values()];
  }

  /**
   * Resolves when nothing has been in flight for a few turns of the event loop.
   * @throws Error naming what is still in flight when that takes more than a minute.
   */
  async idle(waitMsMax: number = IDLE_WAIT_MS_MAX): Promise<void> {
    const deadline = performance.now() + waitMsMax;
    for (;;) {
      await this.#quiet(deadline);
      const begun = this.#begun;
      const turns = this.#stalled > 0 ? QUIET_TURNS_WITH_A_STALL : QUIET_TURNS;
      for (let turn = 0; turn < turns; turn += 1) await immediate();
      if (begun === this.#begun && this.#isQuiet()) return;
    }
  }

  #isQuiet(): boolean {
    return this.#inFlight.size <= this.#parked;
  }

  async #quiet(deadline: number): Promise<void> {
    while (!this.#isQuiet()) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`still in flight after a long wait: ${this.inFlight().join(', ')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  #wake(): void {
    if (!this.#isQuiet()) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
