import { openChannel } from '../../domain/chat/room.ts';
import type { ListedIncident } from '../../slack/incident-replies.ts';
import type { WorkerDeps } from './desk.ts';

/** The open incidents, newest first, with the channels that they have. */
export const openIncidents = async (
  { reads, rooms }: Pick<WorkerDeps, 'reads' | 'rooms'>,
  limit: number,
): Promise<readonly ListedIncident[]> => {
  const { incidents } = await reads.list('open', limit, undefined);
  return Promise.all(
    incidents.map(async (incident) => {
      const room = await rooms.get(incident.id);
      return { incident, channelId: room ? openChannel(room) : null };
    }),
  );
};
