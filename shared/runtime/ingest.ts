import type { DirectoryStore } from '../data/directory-store.ts';
import type { Alert } from '../domain/alert/alert.ts';
import { type Integration, isValid } from '../domain/directory/service.ts';
import type { Instant } from '../lib/instant.ts';
import { openingCommands } from './dependencies.ts';
import { once } from './environment.ts';
import { type IngestQueue, ingestQueue } from './ingest-queue.ts';
import { errorFacts, log } from './log.ts';
import { measure } from './metrics.ts';
import { sha256 } from './sha256.ts';
import { alertKeys, directory, incidents } from './stores.ts';
import { type TakeInAlert, takeInAlert } from './take-in-alert.ts';

export { sha256 };

export interface IngestDeps {
  readonly directory: DirectoryStore;
  readonly takeIn: TakeInAlert;
  readonly queue: IngestQueue;
}

export const ingestDeps = once((): IngestDeps => {
  const deps = { alertKeys: alertKeys(), incidents: incidents(), directory: directory(), commands: openingCommands() };
  return { directory: directory(), takeIn: takeInAlert(deps), queue: ingestQueue };
});

/** Alerts of one request that are worked at the same time. */
const AT_ONCE = 10;

export type Accepted = { readonly known: true } | { readonly known: false };

/**
 * Accepts alerts: when this returns, each is in the table or, where that could not be written, in the queue. So a 2xx
 * after it is never a lie. An unknown integration key, or one that has expired, accepts nothing; a key that cannot be looked up is given the
 * benefit of the doubt and is looked up when the alert comes off the queue.
 * @throws when an alert could be put in neither: the sender must send it again.
 */
export const accept = async (
  deps: IngestDeps,
  key: string,
  alerts: readonly Alert[],
  at: Instant,
): Promise<Accepted> => {
  const keyHash = sha256(key);
  let integration: Integration | undefined;
  let readable = true;
  try {
    integration = await deps.directory.integration(keyHash);
  } catch (error) {
    readable = false;
    log.error('alert.spilled', { alerts: alerts.length, ...errorFacts(error) });
  }
  if (readable && !(integration && isValid(integration, at))) return { known: false };
  const acceptOne = async (alert: Alert): Promise<void> => {
    if (integration) {
      try {
        await deps.takeIn(integration, alert, at);
        return;
      } catch (error) {
        log.error('alert.spilled', { integrationId: integration.id, ...errorFacts(error) });
      }
    }
    await deps.queue.send({ keyHash, alert, at });
    measure('AlertsSpilled', 1);
  };
  // Alerts on the same key must keep their order; each worker takes every so-manieth key.
  const byKey = new Map<string, Alert[]>();
  for (const alert of alerts) byKey.set(alert.dedupKey, [...(byKey.get(alert.dedupKey) ?? []), alert]);
  const lines = [...byKey.values()];
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, lines.length) }, async (_, worker) => {
      for (let line = worker; line < lines.length; line += AT_ONCE) {
        for (const alert of lines[line] ?? []) await acceptOne(alert);
      }
    }),
  );
  return { known: true };
};
