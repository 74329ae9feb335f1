import type { BreakerStore } from '../../data/breaker-store.ts';
import { afterFailure, afterSuccess, type Breaker, permit, probing } from '../../domain/breaker/breaker.ts';
import type { Instant } from '../../lib/instant.ts';
import type { SendOutcome } from '../../telephony/send-outcome.ts';
import { log } from '../log.ts';
import { measure } from '../metrics.ts';

/** A provider that may be asked, and whether its breaker remembers any failure. */
export interface Asked {
  readonly name: string;
  readonly clean: boolean;
}

/**
 * May this provider be asked now? While its breaker is open, one caller in a minute may: it is the probe. `seen` is the
 * breaker where the caller has read it this moment.
 */
export const ask = async (
  breakers: BreakerStore,
  name: string,
  at: Instant,
  seen?: { readonly breaker: Breaker },
): Promise<Asked | undefined> => {
  const { breaker } = seen ?? (await breakers.read(name));
  const allowed = permit(breaker, at);
  if (allowed === 'send') return { name, clean: breaker.failures === 0 };
  if (allowed === 'refuse') return undefined;
  const isProbe = await breakers.change(name, (now) => (permit(now, at) === 'probe' ? probing(now, at) : undefined));
  return isProbe ? { name, clean: false } : undefined;
};

/** A provider that is not well: all functions learn of it through the table. */
export const learnFailure = async (breakers: BreakerStore, name: string, at: Instant): Promise<void> => {
  measure('ProviderFailures', 1);
  const { breaker } = await breakers.read(name);
  await breakers.change(name, (now) => afterFailure(now, at));
  if (breaker.state === 'open' || afterFailure(breaker, at).state !== 'open') return;
  measure('BreakersOpened', 1);
  if (breaker.state === 'closed') log.error('breaker.opened', { breaker: name });
};

/** What an answer teaches: a refusal of one number says nothing against the provider. */
export const learn = async (breakers: BreakerStore, asked: Asked, outcome: SendOutcome, at: Instant): Promise<void> => {
  if (outcome.type === 'failed' || outcome.type === 'unknown') return learnFailure(breakers, asked.name, at);
  if (!asked.clean) await breakers.change(asked.name, afterSuccess);
};
