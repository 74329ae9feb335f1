import { randomBytes } from 'node:crypto';
import type { LocalClock } from '../../clock.ts';
import { Bounded } from '../bounded.ts';

const LIFETIME_MS = 3_000;
const KEPT_MAX = 1_000;

interface Trigger {
  readonly id: string;
  readonly user: string;
  readonly issuedMs: number;
  readonly isUsed: boolean;
}

export type Redeemed =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

/**
 * What somebody's click or command gives an app: the right to open one modal, for three seconds of product time; of real
 * time where the clock runs faster than that, since the product's own work is not faster then.
 */
export class Triggers {
  readonly #triggers = new Bounded<Trigger>(KEPT_MAX);
  readonly #clock: LocalClock;

  constructor(clock: LocalClock) {
    this.#clock = clock;
  }

  issue(user: string): string {
    const issuedMs = this.#clock.nowMs();
    const id = `${Math.floor(issuedMs / 1000)}.${issuedMs % 1000}.${randomBytes(16).toString('hex')}`;
    this.#triggers.add({ id, user, issuedMs, isUsed: false });
    return id;
  }

  /** Exchanges a trigger, which is then used up. @returns whose it is, or Slack's error */
  redeem(id: string): Redeemed {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.isUsed) return { ok: false, error: 'exchanged_trigger_id' };
    const lifetimeMs = LIFETIME_MS * Math.max(1, this.#clock.speed);
    if (this.#clock.nowMs() - trigger.issuedMs > lifetimeMs) return { ok: false, error: 'expired_trigger_id' };
    this.#triggers.add({ ...trigger, isUsed: true });
    return { ok: true, user: trigger.user };
  }
}
