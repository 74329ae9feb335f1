import type { SandboxMessage } from '../inbox.ts';
import type { World } from '../world.ts';
import { APP, type Channel, firstChannels, type Json, type Message, type Person, USERS } from './model.ts';
import { Shelf, type ShelfName, type SlackRecord } from './shelf.ts';

/** Those that a busy channel pushes nobody off: a channel outlives its messages. */
const STANDING: ReadonlySet<ShelfName> = new Set(['channels', 'groups', 'homes']);
/** Those that people see, so the pages that watch hear of them. */
const SHOWN: ReadonlySet<ShelfName> = new Set(['channels', 'groups', 'homes', 'messages', 'views']);

/** What somebody writes. */
export interface Draft {
  readonly channel: Channel;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly metadata?: Json | null;
  readonly threadTs?: string | null;
  readonly subtype?: string | null;
  readonly visibleTo?: string | null;
}

/** One Slack workspace: who is there, its channels, and what is said in them. All of it survives the process. */
export class Workspace {
  readonly channels: Shelf<'channels'>;
  readonly groups: Shelf<'groups'>;
  readonly homes: Shelf<'homes'>;
  readonly messages: Shelf<'messages'>;
  readonly views: Shelf<'views'>;
  readonly responses: Shelf<'responses'>;
  readonly events: Shelf<'events'>;
  readonly #world: World;
  #lastTs = 0;

  constructor(world: World) {
    this.#world = world;
    const remember = (record: SlackRecord): void => {
      world.journal.write({ kind: STANDING.has(record.shelf) ? 'slack-place' : 'slack-item', data: record });
      if (SHOWN.has(record.shelf)) world.feed.publish({ type: 'slack', data: record });
    };
    this.channels = new Shelf('channels', remember);
    this.groups = new Shelf('groups', remember);
    this.homes = new Shelf('homes', remember);
    this.messages = new Shelf('messages', remember);
    this.views = new Shelf('views', remember);
    this.responses = new Shelf('responses', remember);
    this.events = new Shelf('events', remember);
    for (const channel of firstChannels(world.clock.now())) this.channels.restore(channel);
  }

  /** Takes over one thing from an earlier process. */
  restore({ shelf, item }: SlackRecord): void {
    (this[shelf] as Shelf<typeof shelf>).restore(item);
    if (shelf !== 'messages') return;
    const message = item as Message;
    this.#lastTs = Math.max(this.#lastTs, Math.round(Number(message.ts) * 1e6));
    if (isFromProduct(message)) this.#world.inbox.add(this.#inboxMessage(message));
  }

  user(id: string): Person | undefined {
    return USERS.find((user) => user.id === id);
  }

  userNamed(handle: string): Person | undefined {
    return USERS.find((user) => user.handle === handle);
  }

  channelNamed(name: string): Channel | undefined {
    return this.channels.all().find((channel) => channel.name === name && channel.personId === null);
  }

  /** A channel by its id, by `#name`, or a person's direct messages by their id. */
  conversation(reference: string): Channel | undefined {
    if (this.user(reference)) return reference === APP.userId ? undefined : this.directMessages(reference);
    return this.channels.get(reference) ?? this.channelNamed(reference.replace(/^#/, ''));
  }

  /** The direct messages between the app and a person, opened when there are none yet. */
  directMessages(userId: string): Channel {
    const id = `D${userId.slice(1)}`;
    const known = this.channels.get(id);
    if (known) return known;
    return this.channels.put({
      id,
      name: id.toLowerCase(),
      personId: userId,
      creator: APP.userId,
      createdAt: this.#world.clock.now(),
      topic: '',
      members: [userId, APP.userId],
      pins: [],
      isGeneral: false,
      isArchived: false,
    });
  }

  message(channelId: string, ts: string): Message | undefined {
    const found = this.messages.get(messageId(channelId, ts));
    return found?.isDeleted ? undefined : found;
  }

  /** What everybody in the channel sees, the oldest first. */
  history(channelId: string): Message[] {
    return this.messages
      .all()
      .filter((message) => message.channel === channelId && !message.isDeleted && message.visibleTo === null);
  }

  /** Seconds of product time with six decimals, later than any before. */
  nextTs(): string {
    this.#lastTs = Math.max(this.#world.clock.nowMs() * 1000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, '0')}`;
  }

  post(draft: Draft): Message {
    const ts = this.nextTs();
    const { channel, blocks = [], metadata = null, threadTs = null, subtype = null, visibleTo = null } = draft;
    return this.#show({
      id: messageId(channel.id, ts),
      channel: channel.id,
      ts,
      at: this.#world.clock.now(),
      user: draft.user,
      text: draft.text,
      blocks,
      metadata,
      threadTs,
      subtype,
      visibleTo,
      editedTs: null,
      isDeleted: false,
      reactions: [],
    });
  }

  /** Changes what is seen of a message. */
  change(message: Message, change: Partial<Pick<Message, 'text' | 'blocks' | 'metadata' | 'isDeleted' | 'editedTs'>>) {
    return this.#show({ ...message, ...change });
  }

  react(message: Message, name: string, userId: string): Message {
    const others = message.reactions.filter((reaction) => reaction.name !== name);
    const users = message.reactions.find((reaction) => reaction.name === name)?.users ?? [];
    return this.messages.put({ ...message, reactions: [...others, { name, users: [...users, userId] }] });
  }

  /** Somebody is in the channel from now on, and everybody there sees it. */
  join(channel: Channel, userId: string, invitedBy: string | null = null): Channel {
    if (channel.members.includes(userId)) return channel;
    const joined = this.channels.put({ ...channel, members: [...channel.members, userId] });
    const how = invitedBy === null ? '' : ` by invitation from <@${invitedBy}>`;
    this.post({
      channel: joined,
      user: userId,
      text: `<@${userId}> has joined the channel${how}`,
      subtype: 'channel_join',
    });
    return joined;
  }

  #show(message: Message): Message {
    this.messages.put(message);
    if (isFromProduct(message)) this.#world.inbox.add(this.#inboxMessage(message));
    return message;
  }

  #inboxMessage(message: Message): SandboxMessage {
    const channel = this.channels.get(message.channel);
    return {
      id: message.id,
      kind: 'slack',
      provider: 'slack',
      to: message.visibleTo ?? channel?.personId ?? channel?.name ?? message.channel,
      body: message.text,
      at: message.at,
      status: message.isDeleted ? 'deleted' : message.visibleTo === null ? 'delivered' : 'ephemeral',
      channel: message.channel,
      blocks: message.blocks,
    };
  }
}

const messageId = (channelId: string, ts: string): string => `${channelId}-${ts}`;

/** What the app wrote; not what Slack itself says of it. */
const isFromProduct = (message: Message): boolean => message.user === APP.userId && message.subtype === null;
