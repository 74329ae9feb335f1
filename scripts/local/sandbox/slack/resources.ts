import { type Instant, toEpochMs } from '../../../../shared/lib/instant.ts';
import { APP, type Channel, type Json, type Message, type Person, TEAM, type UserGroup, type View } from './model.ts';

const seconds = (instant: Instant): number => Math.floor(toEpochMs(instant) / 1000);

/** A person as `users.info` shows them, the e-mail with the scope `users:read.email`. */
export const userResource = (user: Person): Json => ({
  id: user.id,
  team_id: TEAM.id,
  name: user.handle,
  deleted: false,
  real_name: user.name,
  tz: 'America/New_York',
  tz_label: 'Eastern Standard Time',
  tz_offset: -18_000,
  profile: {
    real_name: user.name,
    real_name_normalized: user.name,
    display_name: user.handle,
    display_name_normalized: user.handle,
    first_name: user.name.split(' ')[0],
    last_name: user.name.split(' ').slice(1).join(' '),
    team: TEAM.id,
    ...(user.email === null ? {} : { email: user.email }),
    ...(user.id === APP.userId ? { api_app_id: APP.id, bot_id: APP.botId } : {}),
  },
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_bot: user.isBot,
  is_app_user: false,
  updated: 0,
});

/** A channel or direct messages as the `conversations` methods show them. */
export const channelResource = (channel: Channel, withMembers = false): Json => {
  const created = seconds(channel.createdAt);
  if (channel.personId !== null) {
    return { id: channel.id, created, is_im: true, is_org_shared: false, user: channel.personId, is_open: true };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    created,
    creator: channel.creator,
    is_archived: channel.isArchived,
    is_general: channel.isGeneral,
    is_member: channel.members.includes(APP.userId),
    is_shared: false,
    is_org_shared: false,
    context_team_id: TEAM.id,
    topic: { value: channel.topic, creator: channel.topic ? APP.userId : '', last_set: channel.topic ? created : 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    ...(withMembers ? { num_members: channel.members.length } : {}),
  };
};

/** A message as the methods and the payloads show it. */
export const messageResource = (message: Message, withMetadata = false): Json => ({
  type: 'message',
  user: message.user,
  ts: message.ts,
  team: TEAM.id,
  text: message.text,
  ...(message.subtype === null ? {} : { subtype: message.subtype }),
  ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
  ...(message.user === APP.userId ? { bot_id: APP.botId, app_id: APP.id } : {}),
  ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  ...(message.editedTs === null ? {} : { edited: { user: APP.botId, ts: message.editedTs } }),
  ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  ...(message.reactions.length > 0
    ? { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) }
    : {}),
});

/** A view as the `views` methods and the payloads show it; `values` is what was filled in. */
export const viewResource = (view: View, values: Json = {}): Json => ({
  submit: null,
  close: null,
  private_metadata: '',
  callback_id: '',
  external_id: '',
  clear_on_close: false,
  notify_on_close: false,
  ...view.payload,
  id: view.id,
  team_id: TEAM.id,
  state: { values },
  hash: view.hash,
  root_view_id: view.rootViewId,
  previous_view_id: view.previousViewId,
  app_id: APP.id,
  app_installed_team_id: TEAM.id,
  bot_id: APP.botId,
});

export const groupResource = (group: UserGroup, withUsers = false): Json => ({
  id: group.id,
  team_id: TEAM.id,
  is_usergroup: true,
  is_subteam: true,
  name: group.name,
  description: group.description,
  handle: group.handle,
  is_external: false,
  date_create: seconds(group.createdAt),
  date_update: seconds(group.updatedAt),
  date_delete: group.isDisabled ? seconds(group.updatedAt) : 0,
  auto_type: null,
  created_by: APP.userId,
  updated_by: APP.userId,
  user_count: group.users.length,
  ...(withUsers ? { users: group.users } : {}),
});
