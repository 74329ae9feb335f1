import { openChannel } from '../../domain/chat/room.ts';
import { addSeconds, toEpochMs } from '../../lib/instant.ts';
import { channelName } from '../../slack/channel-name.ts';
import type { Session } from './session.ts';

/** Names that are tried: `inc-7-...`, then with `-2`, `-3`, ... */
const NAMES_MAX = 6;
const LIST_PAGES_MAX = 10;
const LIST_LIMIT = 999;
/** Slack's clock and ours may differ by this much. */
const SKEW_SECONDS = 300;

interface Channel {
  readonly id?: string;
  readonly name?: string;
  readonly creator?: string;
  /** Epoch seconds. */
  readonly created?: number;
}

const nameOf = (session: Session, suffix: number): string => {
  const { number, title } = session.facts.incident;
  return suffix === 1 ? channelName(number, title) : channelName(number, title, suffix);
};

const found = async (session: Session, { id, name }: { id: string; name: string }): Promise<void> => {
  await session.deps.rooms.nameChannel(id, session.facts.incident.id);
  session.change((room) => ({ ...room, channel: { id, name }, creating: null }));
};

/** Ours, made since the intent was written down, and no other incident's. */
const isOurs = async (session: Session, channel: Channel, self: unknown, since: number): Promise<boolean> => {
  if (!channel.id || channel.creator !== self || (channel.created ?? 0) * 1000 < since) return false;
  const incidentId = await session.deps.rooms.incidentOfChannel(channel.id);
  return incidentId === undefined || incidentId === session.facts.incident.id;
};

/**
 * The name is taken, perhaps by ourselves: whoever created it died before it was on record, or Slack's answer was lost.
 * @returns undefined when Slack could not say
 */
const adopt = async (session: Session, name: string): Promise<boolean | undefined> => {
  const self = await session.ask('channel', 'auth.test', {}, { isLook: true });
  if (!self.ok) return undefined;
  const since = toEpochMs(addSeconds(session.room.creating?.at ?? session.now, -SKEW_SECONDS));
  let cursor = '';
  for (let page = 0; page < LIST_PAGES_MAX; page += 1) {
    const args = { limit: LIST_LIMIT, types: 'public_channel', exclude_archived: true, ...(cursor ? { cursor } : {}) };
    const listed = await session.ask('channel', 'conversations.list', args, { isLook: true });
    if (!listed.ok) return undefined;
    const channels = (listed.value['channels'] ?? []) as readonly Channel[];
    const same = channels.find((channel) => channel.name === name);
    if (same?.id) {
      if (!(await isOurs(session, same, self.value['user_id'], since))) return false;
      await found(session, { id: same.id, name });
      session.mend('channel', name);
      return true;
    }
    cursor = (listed.value['response_metadata'] as { next_cursor?: string } | undefined)?.next_cursor ?? '';
    if (!cursor) return false;
  }
  return false;
};

/** One name: `done`, or `next` when it is another's. */
const tryName = async (session: Session, name: string): Promise<'done' | 'next'> => {
  const isUnknown = session.room.creating?.name === name;
  if (!isUnknown) {
    session.change((room) => ({ ...room, creating: { name, at: session.now } }));
    await session.save();
  }
  const created = await session.ask(
    'channel',
    'conversations.create',
    { name },
    { expected: ['name_taken'], about: name },
  );
  if (created.ok) {
    const channel = created.value['channel'] as Channel | undefined;
    if (channel?.id) await found(session, { id: channel.id, name: channel.name ?? name });
    return 'done';
  }
  // An answer that did not come: the intent stays, and the next try looks for the channel first.
  if (created.error.kind === 'unreachable') return 'done';
  const isTaken = created.error.kind === 'refused' && created.error.error === 'name_taken';
  if (isTaken && isUnknown) {
    const adopted = await adopt(session, name);
    if (adopted !== false) return 'done';
  }
  if (isTaken || !isUnknown) session.change((room) => ({ ...room, creating: null }));
  return isTaken ? 'next' : 'done';
};

/** The incident has a channel of its own, as far as Slack allows: created once, whoever dies and whatever is lost. */
export const ensureChannel = async (session: Session): Promise<void> => {
  if (openChannel(session.room) !== null || session.room.gone) return;
  const begun = Array.from({ length: NAMES_MAX }, (_, index) => index + 1).find(
    (suffix) => nameOf(session, suffix) === session.room.creating?.name,
  );
  for (let suffix = begun ?? 1; suffix <= NAMES_MAX; suffix += 1) {
    if ((await tryName(session, nameOf(session, suffix))) === 'done') return;
  }
  session.refuse('channel', 'name_taken');
};
