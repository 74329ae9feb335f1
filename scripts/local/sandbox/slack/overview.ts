import type { Slack } from './answer.ts';
import { openViews } from './methods/views.ts';
import { type Json, PEOPLE, TEAM, USERS } from './model.ts';
import { viewResource } from './resources.ts';

const MESSAGES_TOLD_MAX = 5_000;
const CHANNELS_TOLD_MAX = 1_000;
/** A page gets less: what people look at, and the cards on top of the newest channels. */
const MESSAGES_SHOWN_MAX = 500;
const CARDS_SHOWN_MAX = 100;

/** What people see of the workspace, newest things last, as records: for a page, which then hears of each change. */
export const slackSnapshot = ({ workspace }: Slack): Json => {
  const channels = workspace.channels.all().slice(-CHANNELS_TOLD_MAX);
  const cards = channels
    .slice(-CARDS_SHOWN_MAX)
    .flatMap(({ id, pins: [pin] }) => (pin ? [workspace.message(id, pin.ts)] : []));
  const newest = workspace.messages.all().slice(-MESSAGES_SHOWN_MAX);
  return {
    people: PEOPLE,
    users: USERS,
    channels,
    messages: [...new Set([...cards, ...newest])].filter((message) => message?.isDeleted === false),
    views: workspace.views.all().filter(({ isClosed }) => !isClosed),
    homes: workspace.homes.all(),
    groups: workspace.groups.all(),
  };
};

/** All of it for tests: open modals and App Homes by person, in Slack's own form; and how often Slack said no. */
export const overview = (slack: Slack): Json => {
  const { workspace, limits, failures } = slack;
  const limited = limits.refused();
  return {
    team: TEAM,
    users: USERS,
    channels: workspace.channels
      .all()
      .slice(-CHANNELS_TOLD_MAX)
      .map((channel) => ({
        ...channel,
        pins: channel.pins.map((pin) => ({ ...pin, messageId: workspace.message(channel.id, pin.ts)?.id ?? null })),
      })),
    messages: workspace.messages
      .all()
      .filter(({ isDeleted }) => !isDeleted)
      .slice(-MESSAGES_TOLD_MAX),
    views: Object.fromEntries(PEOPLE.map(({ id }) => [id, openViews(slack, id).map((view) => viewResource(view))])),
    homes: Object.fromEntries(workspace.homes.all().map((home) => [home.user, viewResource(home)])),
    groups: workspace.groups.all(),
    limited: Object.values(limited).reduce((sum, count) => sum + count, 0),
    limitedMethods: limited,
    failures: failures.all(),
  };
};
