import type { Slack } from './answer.ts';
import { openViews } from './methods/views.ts';
import { type Json, PEOPLE, TEAM, USERS } from './model.ts';
import { viewResource } from './resources.ts';

const MESSAGES_SHOWN_MAX = 1_000;
const CHANNELS_SHOWN_MAX = 1_000;

/** What people see of the workspace, newest things last, as records: for a page, which then hears of each change. */
export const slackSnapshot = ({ workspace }: Slack): Json => ({
  team: TEAM,
  people: PEOPLE,
  users: USERS,
  channels: workspace.channels.all().slice(-CHANNELS_SHOWN_MAX),
  messages: workspace.messages
    .all()
    .filter(({ isDeleted }) => !isDeleted)
    .slice(-MESSAGES_SHOWN_MAX),
  views: workspace.views.all().filter(({ isClosed }) => !isClosed),
  homes: workspace.homes.all(),
  groups: workspace.groups.all(),
});

/** The same for tests: open modals and App Homes by person, in Slack's own form; and how often Slack said no. */
export const overview = (slack: Slack): Json => {
  const { workspace, limits, failures } = slack;
  const snapshot = slackSnapshot(slack);
  const limited = limits.refused();
  return {
    ...snapshot,
    channels: (snapshot.channels as ReturnType<typeof workspace.channels.all>).map((channel) => ({
      ...channel,
      pins: channel.pins.map((pin) => ({ ...pin, messageId: workspace.message(channel.id, pin.ts)?.id ?? null })),
    })),
    views: Object.fromEntries(PEOPLE.map(({ id }) => [id, openViews(slack, id).map((view) => viewResource(view))])),
    homes: Object.fromEntries(workspace.homes.all().map((home) => [home.user, viewResource(home)])),
    limited: Object.values(limited).reduce((sum, count) => sum + count, 0),
    limitedMethods: limited,
    failures: failures.all(),
  };
};
