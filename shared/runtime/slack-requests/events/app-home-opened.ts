import type { User } from '../../../domain/directory/user.ts';
import { personFindings } from '../../../domain/reachability/person.ts';
import type { Home } from '../../../slack/blocks.ts';
import { home, unknownHome } from '../../../slack/home.ts';
import type { Desk } from '../desk.ts';
import { openIncidents } from '../listed.ts';
import { whoIs } from '../person.ts';
import { nothing, type Reply } from '../reply.ts';
import { turnsFrom } from '../turns.ts';

const INCIDENTS_MAX = 30;
const PUBLISH_MS = 5000;

/** The schedules that somebody is in, with their turns. */
const shiftsOf = async (desk: Desk, user: User) => {
  const schedules = await desk.directory.schedules();
  return schedules
    .filter(
      ({ layers, overrides }) =>
        layers.some(({ participants }) => participants.includes(user.id)) ||
        overrides.some(({ userId, to }) => userId === user.id && to > desk.at),
    )
    .map((schedule) => {
      const turns = turnsFrom(schedule, desk.at).filter(({ userId }) => userId === user.id);
      const now = turns.find(({ from }) => from <= desk.at);
      const next = turns.find(({ from }) => from > desk.at);
      return {
        schedule: schedule.name,
        now: now ? { until: now.until } : null,
        next: next ? { from: next.from, until: next.until } : null,
      };
    });
};

/** What would keep pages from them; that they have no rules is said anyway. */
const findingsOf = async (desk: Desk, user: User) =>
  user.rules.length === 0
    ? []
    : personFindings(user, { isNeeded: user.role !== 'viewer', optedOut: (await desk.optOuts?.all()) ?? new Set() });

const homeOf = async (desk: Desk): Promise<Home | undefined> => {
  const known = await whoIs(desk, desk.slackId);
  if (known.type === 'not-told') return undefined;
  if (known.type === 'unknown') return unknownHome(known.email);
  const { user } = known;
  const [incidents, shifts, findings] = await Promise.all([
    openIncidents(desk, INCIDENTS_MAX),
    shiftsOf(desk, user),
    findingsOf(desk, user),
  ]);
  const canDrill = user.role !== 'viewer' && user.rules.length > 0;
  return home({ user, openIncidents: incidents, shifts, rules: user.rules, findings, canDrill, at: desk.at });
};

/** App Home as it is at this moment. A page that Slack does not take is asked for again when it is opened again. */
export const appHomeOpened = async (desk: Desk): Promise<Reply> => {
  const view = await homeOf(desk);
  if (view) {
    const args = { user_id: desk.slackId, view };
    await desk.slack.call('views.publish', args, { lane: 'person', withinMs: PUBLISH_MS });
  }
  return nothing;
};
