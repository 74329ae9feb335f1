import type { ChatRoom } from '../domain/chat/room.ts';
import type { IncidentId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { overdue } from './due.ts';
import { chatChannelEntity, chatRoomEntity } from './entities/chat.ts';
import { shardOf, type TableConnection } from './table.ts';

/** The right to work on an incident's place in Slack. Every save renews it. */
export interface Lease {
  readonly incidentId: IncidentId;
  readonly by: string;
  /** How often it was asked for while somebody had it, when the work began. */
  readonly wanted: number;
}

export type Acquired =
  | { readonly type: 'held'; readonly lease: Lease; readonly room: ChatRoom | undefined }
  /** Somebody is at it, and has been told to go round once more. */
  | { readonly type: 'busy' };

const TRIES_MAX = 4;
/** The partitions of the due index that hold rooms. */
const DUE = 'chat-due';

/** Deadlines of rooms: never in the partitions of pages, whose sweeper must not wait for Slack. */
export const chatDueKeys = (incidentId: IncidentId, dueAt: Instant) => ({
  duePk: `${DUE}#${shardOf(incidentId)}`,
  dueSk: `${dueAt}#${incidentId}#chat`,
});

/** Incidents' places in Slack, each worked on by one at a time. */
export const chatRoomStore = (connection: TableConnection) => {
  const rooms = chatRoomEntity(connection);
  const channels = chatChannelEntity(connection);

  const take = async (
    incidentId: IncidentId,
    by: string,
    at: Instant,
    until: Instant,
  ): Promise<Acquired | undefined> => {
    let taken: { wanted: number; room: ChatRoom | undefined } | undefined;
    await written(
      rooms
        .update({ incidentId })
        // Whoever takes it may die: by then somebody else must find it.
        .set({ leaseBy: by, leaseUntil: until, ...chatDueKeys(incidentId, until) })
        .add({ wanted: 0 })
        .where(({ leaseUntil }, { notExists, lt }) => `${notExists(leaseUntil)} OR ${lt(leaseUntil, at as string)}`)
        .go({ response: 'all_new' })
        .then(({ data }) => {
          taken = { wanted: data.wanted ?? 0, room: data.room };
        }),
    );
    return taken && { type: 'held', lease: { incidentId, by, wanted: taken.wanted }, room: taken.room };
  };

  /** False: nobody has it any more. */
  const askForMore = (incidentId: IncidentId, at: Instant): Promise<boolean> =>
    written(
      rooms
        .patch({ incidentId })
        .add({ wanted: 1 })
        .where(({ leaseUntil }, { gte }) => gte(leaseUntil, at as string))
        .go(UNANSWERED),
    );

  return {
    async get(incidentId: IncidentId): Promise<ChatRoom | undefined> {
      return (await rooms.get({ incidentId }).go(CONSISTENT)).data?.room;
    },

    /** Begins to work on a room, or tells whoever does that there is more to do. */
    async acquire(incidentId: IncidentId, by: string, at: Instant, until: Instant): Promise<Acquired> {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const held = await take(incidentId, by, at, until);
        if (held) return held;
        if (await askForMore(incidentId, at)) return { type: 'busy' };
      }
      throw new Error(`the lease on the room of incident ${incidentId} changed hands ${TRIES_MAX} times`);
    },

    /** Saves what was done so far. False: the lease is another's by now, and this one must end. */
    save: ({ incidentId, by }: Lease, room: ChatRoom, until: Instant): Promise<boolean> =>
      written(
        rooms
          .patch({ incidentId })
          .set({ room, leaseUntil: until, ...chatDueKeys(incidentId, until) })
          .where(({ leaseBy }, { eq }) => eq(leaseBy, by))
          .go(UNANSWERED),
      ),

    /** Ends the work. `lost`: it is another's by now. `wanted`: somebody asked for more meanwhile, and it goes on. */
    async release(lease: Lease, room: ChatRoom): Promise<'released' | 'wanted' | 'lost'> {
      const { incidentId, by, wanted } = lease;
      const ended = rooms
        .patch({ incidentId })
        .set({ room, ...(room.dueAt ? chatDueKeys(incidentId, room.dueAt) : {}) });
      const isReleased = await written(
        (room.dueAt
          ? ended.remove(['leaseBy', 'leaseUntil'])
          : ended.remove(['leaseBy', 'leaseUntil', 'duePk', 'dueSk'])
        )
          .where((attribute, { eq }) => `${eq(attribute.leaseBy, by)} AND ${eq(attribute.wanted, wanted)}`)
          .go(UNANSWERED),
      );
      if (isReleased) return 'released';
      const now = (await rooms.get({ incidentId }).go(CONSISTENT)).data;
      return now?.leaseBy === by && now.wanted !== wanted ? 'wanted' : 'lost';
    },

    /** Whoever has it cannot go on: another may, from then on. */
    letGo: ({ incidentId, by }: Lease, at: Instant): Promise<boolean> =>
      written(
        rooms
          .patch({ incidentId })
          .set({ leaseUntil: at, ...chatDueKeys(incidentId, at) })
          .where(({ leaseBy }, { eq }) => eq(leaseBy, by))
          .go(UNANSWERED),
      ),

    /** The same lease, with all that was asked for until now taken on. */
    async renewed(lease: Lease): Promise<Lease> {
      const now = (await rooms.get({ incidentId: lease.incidentId }).go(CONSISTENT)).data;
      return { ...lease, wanted: now?.wanted ?? lease.wanted };
    },

    /** From now on, who speaks in this channel means this incident. */
    async nameChannel(channelId: string, incidentId: IncidentId): Promise<void> {
      await channels.put({ channelId, incidentId }).go(UNANSWERED);
    },

    async incidentOfChannel(channelId: string): Promise<IncidentId | undefined> {
      return (await channels.get({ channelId }).go(CONSISTENT)).data?.incidentId as IncidentId | undefined;
    },

    /** Rooms that were to be looked at before an instant, at most so many of each shard; the index may lag. */
    async overdue(before: Instant, limit: number): Promise<readonly IncidentId[]> {
      const entries = await overdue(connection, 'due', before, limit, DUE);
      return entries.map(({ incidentId }) => incidentId);
    },
  };
};

export type ChatRoomStore = ReturnType<typeof chatRoomStore>;
