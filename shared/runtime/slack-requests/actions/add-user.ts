import type { User } from '../../../domain/directory/user.ts';
import type { SlackUserId, UserId } from '../../../lib/ids.ts';
import { say } from '../../../slack/blocks.ts';
import { name as nameText } from '../../../slack/incident-words.ts';
import { addedUser } from '../../../slack/people.ts';
import type { SignedDesk } from '../desk.ts';
import { byAdmin, slackProfile, whoIs } from '../person.ts';
import { type Reply, words } from '../reply.ts';

interface Pressed {
  readonly value: string;
  readonly messageTs: string | null;
}

const NAME_MAX = 80;
const ID_MAX = 40;
/** People of the same name. */
const NAMESAKES_MAX = 20;
const POST_MS = 5000;

/** An id that people can type, from a name: `dana-cole`. */
const idFrom = (name: string, slackId: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const id = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, ID_MAX)
    .replace(/^-+|-+$/g, '');
  return id === '' ? slackId.toLowerCase() : id;
};

const freeId = async (desk: SignedDesk, wanted: string): Promise<UserId | undefined> => {
  for (let n = 1; n <= NAMESAKES_MAX; n += 1) {
    const id = (n === 1 ? wanted : `${wanted}-${n}`) as UserId;
    if (!(await desk.directory.user(id))) return id;
  }
  return undefined;
};

const add = async (desk: SignedDesk, slackId: SlackUserId): Promise<User | undefined> => {
  const profile = await slackProfile(desk, slackId);
  const id = profile && (await freeId(desk, idFrom(profile.name, slackId)));
  if (!id) return undefined;
  // Somebody else of ours has this e-mail: whose Slack account that is, an admin has to say elsewhere.
  const isTaken = profile.email !== null && (await desk.directory.userOfEmail(profile.email)) !== undefined;
  const user: User = {
    id,
    name: profile.name.slice(0, NAME_MAX),
    email: isTaken ? null : profile.email,
    slackId,
    role: 'responder',
    rules: [{ channel: 'slack', to: slackId, delaySeconds: 0 }],
    version: 1,
  };
  await desk.directory.putUser(user);
  return user;
};

/** Tells whoever was added, and takes the button away. What Slack does not take changes nothing: they are added. */
const tellOf = async (desk: SignedDesk, user: User, slackId: string, ts: string | null): Promise<void> => {
  const { text, blocks } = addedUser();
  const dm = { channel: slackId, text, blocks: [...blocks] };
  await desk.slack.call('chat.postMessage', dm, { channel: slackId, lane: 'person', withinMs: POST_MS });
  if (desk.channelId === null || ts === null) return;
  const done = say(`${nameText(user.name)} is in PD Lite: added by ${nameText(desk.user.name)}.`);
  const message = { channel: desk.channelId, ts, text: done.text, blocks: [...done.blocks] };
  await desk.slack.call('chat.update', message, { channel: desk.channelId, lane: 'person', withinMs: POST_MS });
};

/** An admin adds somebody who asked: a responder, who is paged by a direct message at once. */
export const addUser = byAdmin<Pressed>(async (desk, { value, messageTs }): Promise<Reply> => {
  if (!/^[UW][A-Z0-9]{2,29}$/.test(value)) return words('This button names nobody. Nothing was done.');
  const slackId = value as SlackUserId;
  const known = await whoIs(desk, slackId);
  const user = known.type === 'ours' ? known.user : known.type === 'unknown' ? await add(desk, slackId) : undefined;
  if (!user) return words(`Slack did not say who <@${slackId}> is, so nobody was added. Try it again in a moment.`);
  await tellOf(desk, user, slackId, messageTs);
  return words(`${nameText(user.name)} is in PD Lite as \`${user.id}\`: a ${user.role}.`);
});
