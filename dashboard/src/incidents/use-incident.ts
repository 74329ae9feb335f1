import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { post } from '../lib/api.ts';
import { LIVE_MS, useApi } from '../lib/data.ts';
import type { Incident, TimelineItem } from '../lib/types.ts';
import { incidentList } from './incident-list.ts';

const ENDED_EVERY_MS = 5 * LIVE_MS;

const pathOf = (id: string): string => `/v1/incidents/${encodeURIComponent(id)}`;

interface Story {
  readonly items: readonly TimelineItem[];
  /** Null when nobody is being paged. */
  readonly paging: { readonly nextDueAt: string | null } | null;
}

/** One incident and its story, both live while it is open. */
export const useIncident = (id: string) => {
  const client = useQueryClient();
  const known = client.getQueryData<Incident>(['api', pathOf(id)]);
  const everyMs = known?.status === 'resolved' ? ENDED_EVERY_MS : LIVE_MS;
  const incident = useApi<Incident>(pathOf(id), { everyMs });
  const story = useApi<Story>(`${pathOf(id)}/timeline`, { everyMs });
  return { incident, story };
};

/** Changes an incident; everything on the page is as it is then. Problems are thrown, with why. */
export const useChange = (id: string) => {
  const client = useQueryClient();
  return useCallback(
    async (action: string, body: unknown = {}): Promise<Incident> => {
      try {
        const changed = await post<Incident>(`${pathOf(id)}/${action}`, body);
        client.setQueryData(['api', pathOf(id)], changed);
        return changed;
      } finally {
        void client.invalidateQueries({ queryKey: ['api', pathOf(id)] });
        void client.invalidateQueries({ queryKey: ['api', `${pathOf(id)}/timeline`] });
        incidentList(null).refresh();
      }
    },
    [client, id],
  );
};
