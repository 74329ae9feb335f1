import type { DirectoryStore } from '../data/directory-store.ts';
import type { OptOutStore } from '../data/reachability-store.ts';
import type { Finding } from '../domain/reachability/finding.ts';
import { reachability } from '../domain/reachability/lint.ts';
import type { Instant } from '../lib/instant.ts';
import { once } from './environment.ts';
import { directory, optOuts } from './stores.ts';

export interface ReachabilityDeps {
  readonly directory: Pick<DirectoryStore, 'users' | 'schedules' | 'policies' | 'services'>;
  readonly optOuts: Pick<OptOutStore, 'all'>;
}

export const reachabilityDeps = once((): ReachabilityDeps => ({ directory: directory(), optOuts: optOuts() }));

/** All that would keep a page from reaching somebody, as things are at an instant. */
export const findReachability = async (
  { directory: store, optOuts: stopped }: ReachabilityDeps,
  at: Instant,
): Promise<readonly Finding[]> => {
  const [users, schedules, policies, services, optedOut] = await Promise.all([
    store.users(),
    store.schedules(),
    store.policies(),
    store.services(),
    stopped.all(),
  ]);
  return reachability({ users, schedules, policies, services, optedOut, at });
};
