import { openChannel } from '../../domain/chat/room.ts';
import type { SlackUserId, UserId } from '../../lib/ids.ts';
import { matchPerson } from './match-person.ts';
import type { Session } from './session.ts';

/** People who are invited in one going-round. */
const INVITED_MAX = 30;
/** Who need not be invited, or whom no bot can invite. */
const ALREADY_IN = ['already_in_channel', 'cant_invite_self'];

/** Who somebody of ours is in Slack. Null: they are not there. Undefined: Slack could not say. */
export const slackIdOf = (session: Session, userId: string): Promise<SlackUserId | null | undefined> => {
  const lookup = (email: string, about: string) => {
    const asking = { expected: ['users_not_found'], about, isTriedOnce: true, isLook: true };
    return session.ask('invitation', 'users.lookupByEmail', { email }, asking);
  };
  return matchPerson(session.deps.directory, lookup, userId as UserId);
};

interface Guest {
  readonly userId: UserId;
  readonly slackId: SlackUserId | null;
}

const invited = (session: Session, guests: readonly Guest[]): void =>
  session.change((room) => ({ ...room, invited: [...room.invited, ...guests.map(({ userId }) => userId)] }));

/** Refusals that may be about one of several: then each is asked alone. */
const REFUSED_FOR_ONE = [
  'already_in_channel',
  'cant_invite',
  'cant_invite_self',
  'failed_for_some_users',
  'no_user',
  'user_disabled',
  'user_is_restricted',
  'user_is_ultra_restricted',
  'user_not_found',
];

const inviteOne = async (session: Session, channel: string, guest: Guest): Promise<void> => {
  const about = (await session.deps.directory.user(guest.userId))?.name;
  const asking = { isTriedOnce: true, expected: ALREADY_IN, ...(about ? { about } : {}) };
  const args = { channel, users: guest.slackId };
  const answer = await session.ask('invitation', 'conversations.invite', args, asking);
  if (answer.ok || answer.error.kind === 'refused') invited(session, [guest]);
};

const invite = async (session: Session, channel: string, guests: readonly Guest[]): Promise<void> => {
  const [first, ...others] = guests;
  if (!first) return;
  if (others.length === 0) return inviteOne(session, channel, first);
  const args = { channel, users: guests.map(({ slackId }) => slackId).join(',') };
  const asking = { isTriedOnce: true, expected: REFUSED_FOR_ONE };
  const answer = await session.ask('invitation', 'conversations.invite', args, asking);
  if (answer.ok) return invited(session, guests);
  if (answer.error.kind !== 'refused') return;
  if (!REFUSED_FOR_ONE.includes(answer.error.error)) return invited(session, guests);
  for (const guest of guests) await inviteOne(session, channel, guest);
};

/** Responders and whoever has a role are in the channel: each is invited once, so that people may leave again. */
export const inviteResponders = async (session: Session): Promise<void> => {
  const channel = openChannel(session.room);
  if (channel === null) return;
  const missing = session.facts.people.filter((id) => !session.room.invited.includes(id)).slice(0, INVITED_MAX);
  const known = await Promise.all(
    missing.map(async (userId) => ({ userId, slackId: await slackIdOf(session, userId) })),
  );
  const guests = known.flatMap(({ userId, slackId }) => (slackId ? [{ userId, slackId }] : []));
  invited(
    session,
    known.flatMap(({ userId, slackId }) => (slackId === null ? [{ userId, slackId }] : [])),
  );
  await invite(session, channel, guests);
};
