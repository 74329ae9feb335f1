import { type Answer, done, type Method, type Methods, missing, readContent, refuse, type Slack } from '../answer.ts';
import type { Arguments } from '../arguments.ts';
import { APP, type Channel, type Json, type Message, TEAM } from '../model.ts';
import { messageResource } from '../resources.ts';
import { isObject } from '../schema.ts';

/** An edited message may be shorter than a new one: https://docs.slack.dev/reference/methods/chat.update. */
const UPDATE_TEXT_MAX = 4_000;

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Answer };

const no = (error: string): { readonly ok: false; readonly refusal: Answer } => ({ ok: false, refusal: refuse(error) });

/** The channel to write in. The app may write in public channels that it is not in (`chat:write.public`). */
const readChannel = (slack: Slack, args: Arguments): Read<Channel> => {
  if (!args.has('channel')) return { ok: false, refusal: missing('channel') };
  const channel = slack.workspace.conversation(args.text('channel'));
  if (!channel) return no('channel_not_found');
  return channel.isArchived ? no('is_archived') : { ok: true, value: channel };
};

const readMetadata = (args: Arguments): Read<Json | null> => {
  if (!args.has('metadata')) return { ok: true, value: null };
  const metadata = args.json('metadata');
  const isWhole = isObject(metadata) && typeof metadata.event_type === 'string' && isObject(metadata.event_payload);
  return isWhole ? { ok: true, value: metadata } : no('invalid_metadata_format');
};

const postMessage: Method = (slack, args) => {
  const channel = readChannel(slack, args);
  if (!channel.ok) return channel.refusal;
  const content = readContent(args);
  if (!content.ok) return content.refusal;
  const metadata = readMetadata(args);
  if (!metadata.ok) return metadata.refusal;
  const threadTs = args.text('thread_ts') || null;
  if (threadTs !== null && !slack.workspace.message(channel.value.id, threadTs)) return refuse('thread_not_found');
  const { text, blocks = [] } = content.value;
  const draft = { channel: channel.value, user: APP.userId, text, blocks, threadTs, metadata: metadata.value };
  const message = slack.workspace.post(draft);
  return done({ channel: message.channel, ts: message.ts, message: messageResource(message, true) });
};

const postEphemeral: Method = (slack, args) => {
  const channel = readChannel(slack, args);
  if (!channel.ok) return channel.refusal;
  if (!args.has('user')) return missing('user');
  const user = args.text('user');
  if (!channel.value.members.includes(user)) return refuse('user_not_in_channel');
  const content = readContent(args);
  if (!content.ok) return content.refusal;
  const { text, blocks = [] } = content.value;
  const draft = { channel: channel.value, user: APP.userId, text, blocks, visibleTo: user };
  return done({ message_ts: slack.workspace.post(draft).ts });
};

/** The message of the app that a call names. */
const readOwn = (slack: Slack, args: Arguments, refusal: string): Read<{ channel: Channel; message: Message }> => {
  const channel = readChannel(slack, args);
  if (!channel.ok) return channel;
  if (!args.has('ts')) return { ok: false, refusal: missing('ts') };
  const message = slack.workspace.message(channel.value.id, args.text('ts'));
  if (!message || message.visibleTo !== null) return no('message_not_found');
  if (message.user !== APP.userId || message.subtype !== null) return no(refusal);
  return { ok: true, value: { channel: channel.value, message } };
};

const update: Method = (slack, args) => {
  const own = readOwn(slack, args, 'cant_update_message');
  if (!own.ok) return own.refusal;
  const content = readContent(args, UPDATE_TEXT_MAX);
  if (!content.ok) return content.refusal;
  const metadata = readMetadata(args);
  if (!metadata.ok) return metadata.refusal;
  const { message } = own.value;
  const changed = slack.workspace.change(message, {
    text: content.value.text,
    ...(content.value.blocks ? { blocks: content.value.blocks } : {}),
    ...(metadata.value ? { metadata: metadata.value } : {}),
    editedTs: slack.workspace.nextTs(),
  });
  const { channel, ts, text } = changed;
  return done({ channel, ts, text, message: messageResource(changed, true) });
};

const remove: Method = (slack, args) => {
  const own = readOwn(slack, args, 'cant_delete_message');
  if (!own.ok) return own.refusal;
  const { message } = own.value;
  slack.workspace.change(message, { isDeleted: true });
  return done({ channel: message.channel, ts: message.ts });
};

const getPermalink: Method = (slack, args) => {
  const channel = slack.workspace.conversation(args.text('channel'));
  if (!channel) return refuse('channel_not_found');
  const message = slack.workspace.message(channel.id, args.text('message_ts'));
  if (!message) return refuse('message_not_found');
  const permalink = `https://${TEAM.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  return done({ channel: channel.id, permalink });
};

export const chatMethods: Methods = {
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
  'chat.postEphemeral': postEphemeral,
  'chat.postMessage': postMessage,
  'chat.update': update,
};
