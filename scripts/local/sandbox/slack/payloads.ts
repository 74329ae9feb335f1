import { APP, type Channel, type Json, type Message, type Person, TEAM, type View } from './model.ts';
import { messageResource, viewResource } from './resources.ts';

/** What somebody does, and what it gives the app. */
export interface Deed {
  readonly user: Person;
  readonly triggerId: string;
}

const common = ({ user, triggerId }: Deed): Json => ({
  token: APP.verificationToken,
  team: { id: TEAM.id, domain: TEAM.domain },
  user: { id: user.id, username: user.handle, name: user.handle, team_id: TEAM.id },
  api_app_id: APP.id,
  is_enterprise_install: false,
  enterprise: null,
  trigger_id: triggerId,
});

const nameOf = (channel: Channel): string => (channel.personId === null ? channel.name : 'directmessage');
const shortChannel = (channel: Channel): Json => ({ id: channel.id, name: nameOf(channel) });

/** The form of a slash command: https://docs.slack.dev/interactivity/implementing-slash-commands. */
export const commandForm = (
  deed: Deed,
  { command, text, channel, responseUrl }: { command: string; text: string; channel: Channel; responseUrl: string },
): Record<string, string> => ({
  token: APP.verificationToken,
  team_id: TEAM.id,
  team_domain: TEAM.domain,
  channel_id: channel.id,
  channel_name: nameOf(channel),
  user_id: deed.user.id,
  user_name: deed.user.handle,
  command,
  text,
  api_app_id: APP.id,
  is_enterprise_install: 'false',
  response_url: responseUrl,
  trigger_id: deed.triggerId,
});

/** Somebody used a button or a menu of a message. An ephemeral message is not in it: nobody can look it up. */
export const messageActions = (
  deed: Deed,
  { channel, message, action, responseUrl }: { channel: Channel; message: Message; action: Json; responseUrl: string },
): Json => ({
  type: 'block_actions',
  ...common(deed),
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: message.visibleTo !== null,
  },
  channel: shortChannel(channel),
  ...(message.visibleTo === null ? { message: messageResource(message, true) } : {}),
  state: { values: {} },
  response_url: responseUrl,
  actions: [action],
});

/** Somebody used a button or a menu of a modal or of App Home. */
export const viewActions = (deed: Deed, view: View, action: Json): Json => ({
  type: 'block_actions',
  ...common(deed),
  container: { type: 'view', view_id: view.id },
  view: viewResource(view),
  actions: [action],
});

export const viewSubmission = (deed: Deed, view: View, values: Json): Json => ({
  type: 'view_submission',
  ...common(deed),
  view: viewResource(view, values),
  response_urls: [],
});

export const viewClosed = (deed: Deed, view: View, isCleared: boolean): Json => {
  const { trigger_id: _none, ...rest } = common(deed);
  return { type: 'view_closed', ...rest, view: viewResource(view), is_cleared: isCleared };
};

/** Somebody used a shortcut of the message's menu. */
export const messageShortcut = (
  deed: Deed,
  shortcut: { callbackId: string; channel: Channel; message: Message; responseUrl: string; actionTs: string },
): Json => ({
  type: 'message_action',
  ...common(deed),
  action_ts: shortcut.actionTs,
  callback_id: shortcut.callbackId,
  channel: shortChannel(shortcut.channel),
  message_ts: shortcut.message.ts,
  message: messageResource(shortcut.message, true),
  response_url: shortcut.responseUrl,
});

/** What the Events API wraps around an event. */
export const eventEnvelope = (id: string, epochSeconds: number, event: Json): Json => ({
  token: APP.verificationToken,
  team_id: TEAM.id,
  context_team_id: TEAM.id,
  api_app_id: APP.id,
  event,
  type: 'event_callback',
  event_id: id,
  event_time: epochSeconds,
  is_ext_shared_channel: false,
  authorizations: [
    { enterprise_id: null, team_id: TEAM.id, user_id: APP.userId, is_bot: true, is_enterprise_install: false },
  ],
});
