import { randomBytes } from 'node:crypto';
import { type Answer, done, type Method, type Methods, missing, refuse, type Slack } from '../answer.ts';
import type { Arguments } from '../arguments.ts';
import { APP, type Channel } from '../model.ts';
import { channelResource, messageResource } from '../resources.ts';

const NAME_CHARACTERS_MAX = 80;
const TOPIC_CHARACTERS_MAX = 250;
const INVITED_MAX = 100;

/** A method on a channel that exists: the error of one that does not is the same everywhere. */
const onChannel =
  (act: (slack: Slack, channel: Channel, args: Arguments) => Answer): Method =>
  (slack, args) => {
    if (!args.has('channel')) return missing('channel');
    const channel = slack.workspace.channels.get(args.text('channel'));
    return channel ? act(slack, channel, args) : refuse('channel_not_found');
  };

/** A change of a channel: of one that is not archived, by the app as a member of it. */
const byMember = (act: (slack: Slack, channel: Channel, args: Arguments) => Answer): Method =>
  onChannel((slack, channel, args) => {
    if (channel.personId !== null) return refuse('method_not_supported_for_channel_type');
    if (channel.isArchived) return refuse('is_archived');
    return channel.members.includes(APP.userId) ? act(slack, channel, args) : refuse('not_in_channel');
  });

/** Slack's rules for a name: lower case letters of any script, digits, `-` and `_`. */
const whyNotNamed = (name: string): string | undefined => {
  if (!name) return 'invalid_name_required';
  if (name.length > NAME_CHARACTERS_MAX) return 'invalid_name_maxlength';
  if (/^[-_]+$/.test(name)) return 'invalid_name_punctuation';
  return /^[a-z0-9_-]+$/.test(name) ? undefined : 'invalid_name_specials';
};

const create: Method = (slack, args) => {
  const { workspace, world } = slack;
  const name = args.text('name');
  const whyNot = whyNotNamed(name);
  if (whyNot) return refuse(whyNot);
  if (workspace.channelNamed(name)) return refuse('name_taken');
  const createdAt = world.clock.now();
  const channel = workspace.channels.put({
    id: `C${randomBytes(5).toString('hex').toUpperCase()}`,
    name,
    personId: null,
    creator: APP.userId,
    createdAt,
    topic: '',
    members: [APP.userId],
    pins: [],
    isGeneral: false,
    isArchived: false,
  });
  return done({ channel: channelResource(channel) });
};

const setTopic = byMember(({ workspace }, channel, args) => {
  const topic = args.text('topic');
  if (topic.length > TOPIC_CHARACTERS_MAX) return refuse('too_long');
  const changed = workspace.channels.put({ ...channel, topic });
  const text = topic ? `set the channel topic: ${topic}` : 'cleared the channel topic';
  if (topic !== channel.topic) {
    workspace.post({ channel, user: APP.userId, text: `<@${APP.userId}> ${text}`, subtype: 'channel_topic' });
  }
  return done({ channel: channelResource(changed) });
});

const invite = byMember(({ workspace }, channel, args) => {
  const users = args.ids('users');
  if (users.length === 0) return refuse('no_user');
  if (users.length > INVITED_MAX) return refuse('too_many_users');
  const errors = users.flatMap((user) => {
    const error = whyNotInvited(channel, user, workspace.user(user) !== undefined);
    return error ? [{ user, ok: false, error }] : [];
  });
  const [first] = errors;
  if (first && !(args.flag('force') && errors.length < users.length)) return { ...refuse(first.error), errors };
  const refused = new Set(errors.map(({ user }) => user));
  const joined = users
    .filter((user) => !refused.has(user))
    .reduce((sum, user) => workspace.join(sum, user, APP.userId), channel);
  return done({ channel: channelResource(joined) });
});

const whyNotInvited = (channel: Channel, user: string, isKnown: boolean): string | undefined => {
  if (user === APP.userId) return 'cant_invite_self';
  if (!isKnown) return 'user_not_found';
  return channel.members.includes(user) ? 'already_in_channel' : undefined;
};

const info = onChannel((_slack, channel, args) =>
  done({ channel: channelResource(channel, args.flag('include_num_members')) }),
);

/** One page of a list, and the cursor of the next. */
const page = <T>(items: readonly T[], args: Arguments, given: number): { items: T[]; cursor: string } => {
  const start = Number(Buffer.from(args.text('cursor'), 'base64').toString().replace('next:', '')) || 0;
  const end = start + args.number('limit', given, 1000);
  const cursor = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), cursor };
};

const list: Method = ({ workspace }, args) => {
  const types = args.has('types') ? args.ids('types') : ['public_channel'];
  const channels = workspace.channels
    .all()
    .filter(({ personId }) => types.includes(personId === null ? 'public_channel' : 'im'))
    .filter(({ isArchived }) => !(isArchived && args.flag('exclude_archived')));
  const { items, cursor } = page(channels, args, 100);
  return done({
    channels: items.map((channel) => channelResource(channel, true)),
    response_metadata: { next_cursor: cursor },
  });
};

const history = onChannel(({ workspace }, channel, args) => {
  if (!channel.members.includes(APP.userId)) return refuse('not_in_channel');
  const oldest = Number(args.text('oldest') || 0);
  const latest = Number(args.text('latest') || Number.MAX_SAFE_INTEGER);
  const isInclusive = args.flag('inclusive');
  const within = (ts: number): boolean =>
    (ts > oldest && ts < latest) || (isInclusive && (ts === oldest || ts === latest));
  const messages = workspace
    .history(channel.id)
    .filter(({ ts }) => within(Number(ts)))
    .reverse();
  const { items, cursor } = page(messages, args, 100);
  return done({
    messages: items.map((message) => messageResource(message, args.flag('include_all_metadata'))),
    has_more: cursor !== '',
    pin_count: channel.pins.length,
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  });
});

const join = onChannel(({ workspace }, channel) => {
  if (channel.personId !== null) return refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) return refuse('is_archived');
  const wasIn = channel.members.includes(APP.userId);
  const warning = 'already_in_channel';
  return done({
    channel: channelResource(workspace.join(channel, APP.userId)),
    ...(wasIn ? { warning, response_metadata: { warnings: [warning] } } : {}),
  });
});

const archive = onChannel(({ workspace }, channel) => {
  if (channel.personId !== null) return refuse('method_not_supported_for_channel_type');
  if (channel.isGeneral) return refuse('cant_archive_general');
  if (channel.isArchived) return refuse('already_archived');
  if (!channel.members.includes(APP.userId)) return refuse('not_in_channel');
  workspace.channels.put({ ...channel, isArchived: true });
  return done();
});

const members = onChannel((_slack, channel, args) => {
  const { items, cursor } = page(channel.members, args, 100);
  return done({ members: items, response_metadata: { next_cursor: cursor } });
});

const open: Method = ({ workspace }, args) => {
  const users = args.ids('users');
  const known = args.has('channel') ? workspace.channels.get(args.text('channel')) : undefined;
  if (args.has('channel') && !known) return refuse('channel_not_found');
  if (!known && users.length === 0) return refuse('users_list_not_supplied');
  if (users.length > 1) return refuse('not_enough_users');
  const [user = known?.personId ?? ''] = users;
  if (user === APP.userId || !workspace.user(user)) return refuse('user_not_found');
  const channel = workspace.directMessages(user);
  return done({ channel: args.flag('return_im') ? channelResource(channel) : { id: channel.id } });
};

export const conversationsMethods: Methods = {
  'conversations.archive': archive,
  'conversations.create': create,
  'conversations.history': history,
  'conversations.info': info,
  'conversations.invite': invite,
  'conversations.join': join,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.setTopic': setTopic,
};
