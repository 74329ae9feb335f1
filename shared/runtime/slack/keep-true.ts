import { createHash } from 'node:crypto';
import { openChannel, type Posted } from '../../domain/chat/room.ts';
import { announcement } from '../../slack/announcement.ts';
import type { SlackMessage } from '../../slack/blocks.ts';
import { card } from '../../slack/card.ts';
import { topic } from '../../slack/topic.ts';
import { post } from './posts.ts';
import type { Session } from './session.ts';

const hashOf = (message: SlackMessage): string =>
  createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);

const factsOf = ({ facts, now }: Session) => ({ incident: facts.incident, pagingNow: facts.pagingNow, at: now });

const cardNow = (session: Session) => {
  const message = card(factsOf(session));
  return { message, hash: hashOf(message) };
};

const announcementNow = (session: Session) => {
  const message = announcement({ ...factsOf(session), channelId: openChannel(session.room) });
  return { message, hash: hashOf(message) };
};

const DELETED = 'message_not_found';

/** Brings a message up to date; `deleted` when people have removed it. */
const update = async (
  session: Session,
  part: 'card' | 'announcement',
  posted: Posted,
  { message, hash }: { readonly message: SlackMessage; readonly hash: string },
): Promise<'true' | 'deleted' | 'failed'> => {
  if (posted.hash === hash) return 'true';
  const { channel, ts } = posted;
  const updated = await session.ask(part, 'chat.update', { channel, ts, ...message }, { expected: [DELETED] });
  if (updated.ok) return 'true';
  return updated.error.kind === 'refused' && updated.error.error === DELETED ? 'deleted' : 'failed';
};

/** The card says what is true now. One that people deleted is posted again: it is what they look for first. */
export const updateCard = async (session: Session): Promise<void> => {
  const { card: posted } = session.room;
  if (!posted || openChannel(session.room) === null) return;
  const now = cardNow(session);
  const outcome = await update(session, 'card', posted, now);
  if (outcome === 'true') session.change((room) => ({ ...room, card: { ...posted, hash: now.hash } }));
  if (outcome === 'deleted') session.change((room) => ({ ...room, card: null }));
};

/** So does the announcement. One that people deleted is left alone. */
export const updateAnnouncement = async (session: Session): Promise<void> => {
  const { announcement: posted } = session.room;
  if (!posted || posted.deleted) return;
  const now = announcementNow(session);
  const outcome = await update(session, 'announcement', posted, now);
  if (outcome === 'true') session.change((room) => ({ ...room, announcement: { ...posted, hash: now.hash } }));
  if (outcome === 'deleted') session.change((room) => ({ ...room, announcement: { ...posted, deleted: true } }));
};

export const setTopic = async (session: Session): Promise<void> => {
  const channel = openChannel(session.room);
  const now = topic(factsOf(session));
  if (channel === null || session.room.topic === now) return;
  const set = await session.ask('topic', 'conversations.setTopic', { channel, topic: now });
  if (set.ok) session.change((room) => ({ ...room, topic: now }));
};

/** The key tells a card that was posted again from the one that was deleted. */
const keyOf = ({ facts, now }: Session, what: string, again: boolean): string =>
  `${facts.incident.id}:${what}${again ? `:${now}` : ''}`;

export const postCard = async (session: Session): Promise<void> => {
  const channel = openChannel(session.room);
  if (channel === null || session.room.card) return;
  const { message, hash } = cardNow(session);
  const key = keyOf(session, 'card', session.room.isPinned);
  await post(session, 'card', { what: 'card', key, channel, hash }, message);
};

export const postAnnouncement = async (session: Session): Promise<void> => {
  const channel = session.deps.announceChannel;
  if (session.room.announcement) return;
  const { message, hash } = announcementNow(session);
  const key = keyOf(session, 'announcement', false);
  await post(session, 'announcement', { what: 'announcement', key, channel, hash }, message);
};

/** Tried once for each card: without the pin it can still be found. */
export const pinCard = async (session: Session): Promise<void> => {
  const { card: posted, isPinned } = session.room;
  if (!posted || isPinned || openChannel(session.room) === null) return;
  const args = { channel: posted.channel, timestamp: posted.ts };
  const pinned = await session.ask('pin', 'pins.add', args, { expected: ['already_pinned'], isTriedOnce: true });
  if (pinned.ok || pinned.error.kind === 'refused') session.change((room) => ({ ...room, isPinned: true }));
};
