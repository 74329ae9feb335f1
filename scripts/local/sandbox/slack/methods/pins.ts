import { toEpochMs } from '../../../../../shared/lib/instant.ts';
import { type Answer, done, type Method, type Methods, missing, refuse, type Slack } from '../answer.ts';
import type { Arguments } from '../arguments.ts';
import { APP, type Channel, type Message } from '../model.ts';
import { messageResource } from '../resources.ts';

const PINS_MAX = 100;

const onMessage =
  (act: (slack: Slack, channel: Channel, message: Message) => Answer): Method =>
  (slack, args: Arguments) => {
    if (!args.has('channel')) return missing('channel');
    const channel = slack.workspace.channels.get(args.text('channel'));
    if (!channel) return refuse('channel_not_found');
    if (!channel.members.includes(APP.userId)) return refuse('not_in_channel');
    if (channel.isArchived) return refuse('is_archived');
    if (!args.has('timestamp')) return refuse('no_item_specified');
    const message = slack.workspace.message(channel.id, args.text('timestamp'));
    return message && message.visibleTo === null ? act(slack, channel, message) : refuse('message_not_found');
  };

const add = onMessage(({ workspace, world }, channel, message) => {
  if (channel.pins.some(({ ts }) => ts === message.ts)) return refuse('already_pinned');
  if (channel.pins.length >= PINS_MAX) return refuse('too_many_pins');
  const pin = { ts: message.ts, by: APP.userId, at: world.clock.now() };
  workspace.channels.put({ ...channel, pins: [pin, ...channel.pins] });
  const text = `<@${APP.userId}> pinned a message to this channel.`;
  workspace.post({ channel, user: APP.userId, text, subtype: 'pinned_item' });
  return done();
});

const remove = onMessage(({ workspace }, channel, message) => {
  const pins = channel.pins.filter(({ ts }) => ts !== message.ts);
  if (pins.length === channel.pins.length) return refuse('no_pin');
  workspace.channels.put({ ...channel, pins });
  return done();
});

const list: Method = ({ workspace }, args) => {
  const channel = workspace.channels.get(args.text('channel'));
  if (!channel) return refuse('channel_not_found');
  if (!channel.members.includes(APP.userId)) return refuse('not_in_channel');
  const items = channel.pins.flatMap(({ ts, by, at }) => {
    const message = workspace.message(channel.id, ts);
    const created = Math.floor(toEpochMs(at) / 1000);
    return message
      ? [{ type: 'message', channel: channel.id, created, created_by: by, message: messageResource(message) }]
      : [];
  });
  return done({ items });
};

export const pinsMethods: Methods = { 'pins.add': add, 'pins.list': list, 'pins.remove': remove };
