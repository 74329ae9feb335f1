import type { ChatRoomStore } from '../../data/chat-room-store.ts';
import type { DirectoryStore } from '../../data/directory-store.ts';
import type { IncidentReads } from '../../data/incident-reads.ts';
import type { IncidentStore } from '../../data/incident-store.ts';
import type { OptOutStore } from '../../data/reachability-store.ts';
import type { User } from '../../domain/directory/user.ts';
import type { Actor } from '../../domain/incident/actor.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { IncidentCommands } from '../incident-commands.ts';
import type { SlackApi } from '../slack/slack-api.ts';

/** What the worker works with. */
export interface WorkerDeps {
  readonly commands: Pick<IncidentCommands, 'execute'>;
  readonly incidents: Pick<IncidentStore, 'load' | 'idOfNumber' | 'takeNumber'>;
  readonly reads: Pick<IncidentReads, 'list' | 'record'>;
  readonly directory: DirectoryStore;
  /** Who has said STOP, where that is to be shown. */
  readonly optOuts?: Pick<OptOutStore, 'all'>;
  readonly rooms: Pick<ChatRoomStore, 'get' | 'incidentOfChannel'>;
  readonly slack: SlackApi;
  /** Where incidents are announced, and where people ask to be added. */
  readonly announceChannel: string;
  /** Does something once for a key; who comes while it is being done is told by an error, and tries again. */
  readonly once: (key: string, run: () => Promise<void>) => Promise<void>;
}

/** One request being worked: what it may use, who asks, where and when. */
export interface Desk extends WorkerDeps {
  readonly requestId: string;
  /** When they did it. */
  readonly askedAt: Instant;
  /** Now, which is what is recorded: from when on it is so. */
  readonly at: Instant;
  readonly slackId: SlackUserId;
  /** Where they did it; null in App Home and modals. */
  readonly channelId: string | null;
  /** Handed out before, and its worker did not end: what it did may be recorded already. */
  readonly isRepeat: boolean;
}

/** A desk whose person is one of ours. */
export interface SignedDesk extends Desk {
  readonly user: User;
  readonly by: Actor;
}
