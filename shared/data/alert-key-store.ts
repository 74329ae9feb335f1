import type { IncidentId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { alertKeyEntity } from './entities/alert-key.ts';
import type { TableConnection } from './table.ts';

/** Alerts and groups to the incidents they are in: the door that lets one alert open one incident. */
export const alertKeyStore = (connection: TableConnection) => {
  const keys = alertKeyEntity(connection);
  return {
    async get(name: string): Promise<IncidentId | undefined> {
      return (await keys.get({ name }).go(CONSISTENT)).data?.incidentId as IncidentId | undefined;
    },

    /**
     * Points a name at an incident, if it still points where the caller saw it point (undefined: nowhere).
     * False: somebody else was first; read it again.
     */
    point: (
      name: string,
      to: IncidentId,
      seen: IncidentId | undefined,
      at: Instant,
      summary: string,
    ): Promise<boolean> => {
      const row = { name, incidentId: to, repeats: 0, firstSeenAt: at, lastSeenAt: at, lastSummary: summary };
      const write = seen
        ? keys.put(row).where(({ incidentId }, { eq }) => eq(incidentId, seen as string))
        : keys.create(row);
      return written(write.go(UNANSWERED));
    },

    /** Counts an alert that is already open: cheap, and in nobody's way (D1). */
    count: (name: string, incidentId: IncidentId, at: Instant, summary: string): Promise<boolean> =>
      written(
        keys
          .patch({ name })
          .add({ repeats: 1 })
          .set({ lastSeenAt: at, lastSummary: summary })
          .where((attribute, { eq }) => eq(attribute.incidentId, incidentId as string))
          .go(UNANSWERED),
      ),

    /** How often an alert was repeated in the incident that its name points at. */
    async repeats(name: string): Promise<Repeats | undefined> {
      const found = (await keys.get({ name }).go(CONSISTENT)).data;
      if (!found) return undefined;
      const { repeats, lastSeenAt, incidentId } = found;
      return { repeats, lastSeenAt: lastSeenAt as Instant, incidentId: incidentId as IncidentId };
    },
  };
};

export interface Repeats {
  readonly repeats: number;
  readonly lastSeenAt: Instant;
  readonly incidentId: IncidentId;
}

export type AlertKeyStore = ReturnType<typeof alertKeyStore>;
