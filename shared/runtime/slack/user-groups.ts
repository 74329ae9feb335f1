import type { DirectoryStore } from '../../data/directory-store.ts';
import type { UserGroupStore } from '../../data/user-group-store.ts';
import { groupHandle, mayAsk, NO_GROUP, type UserGroup } from '../../domain/chat/user-group.ts';
import { whoIsOnCall } from '../../domain/schedule/on-call.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { SlackUserId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { log } from '../log.ts';
import { matchPerson } from './match-person.ts';
import type { SlackApi, SlackFailure } from './slack-api.ts';

export interface UserGroupDeps {
  readonly groups: UserGroupStore;
  readonly directory: Pick<DirectoryStore, 'schedules' | 'user' | 'linkSlack'>;
  readonly slack: SlackApi;
}

const SCHEDULES_MAX = 100;
const PATIENT = { lane: 'chat', withinMs: 2000 } as const;
const TAKEN: readonly string[] = ['name_already_exists', 'handle_already_exists'];
const MISSING: readonly string[] = ['no_such_subteam', 'subteam_not_found'];

/** A group, or what Slack said instead. */
type Found = { readonly groupId: string } | { readonly failure: SlackFailure };

const findGroup = async (slack: SlackApi, handle: string): Promise<Found> => {
  const listed = await slack.call('usergroups.list', { include_disabled: true }, PATIENT);
  if (!listed.ok) return { failure: listed.error };
  const groups = (listed.value['usergroups'] ?? []) as readonly { readonly id?: string; readonly handle?: string }[];
  const groupId = groups.find((group) => group.handle === handle)?.id;
  return groupId ? { groupId } : { failure: { kind: 'refused', error: 'name_already_exists' } };
};

const createGroup = async (slack: SlackApi, schedule: Schedule): Promise<Found> => {
  const handle = groupHandle(schedule.id);
  const created = await slack.call('usergroups.create', { name: `On call: ${schedule.name}`, handle }, PATIENT);
  if (!created.ok) {
    const isTaken = created.error.kind === 'refused' && TAKEN.includes(created.error.error);
    return isTaken ? findGroup(slack, handle) : { failure: created.error };
  }
  const groupId = (created.value['usergroup'] as { readonly id?: string } | undefined)?.id;
  return groupId ? { groupId } : { failure: { kind: 'unreachable', why: 'unreadable answer' } };
};

/** A refusal is remembered, so that it is not asked for each minute; the rest is tried again in a minute. */
const afterFailure = (group: UserGroup, failure: SlackFailure, userId: UserId, at: Instant): UserGroup => {
  if (failure.kind !== 'refused') return group;
  log.warn('slack.group-refused', { slackError: failure.error });
  return { ...group, refused: { userId, error: failure.error, at } };
};

/** Puts somebody into the group of a schedule, in place of whoever was there. */
const setMember = async (
  slack: SlackApi,
  schedule: Schedule,
  group: UserGroup,
  who: { readonly userId: UserId; readonly slackId: SlackUserId },
  at: Instant,
): Promise<UserGroup> => {
  const found = group.groupId ? { groupId: group.groupId } : await createGroup(slack, schedule);
  if ('failure' in found) return afterFailure(group, found.failure, who.userId, at);
  const { groupId } = found;
  const set = await slack.call('usergroups.users.update', { usergroup: groupId, users: who.slackId }, PATIENT);
  if (set.ok) return { groupId, member: who.slackId, refused: null };
  const isMissing = set.error.kind === 'refused' && MISSING.includes(set.error.error);
  return isMissing ? NO_GROUP : afterFailure({ ...group, groupId }, set.error, who.userId, at);
};

const follow = async (
  { directory, slack }: UserGroupDeps,
  schedule: Schedule,
  group: UserGroup,
  at: Instant,
): Promise<UserGroup> => {
  const userId = whoIsOnCall(schedule, at)?.userId;
  if (userId === undefined || !mayAsk(group, userId, at)) return group;
  const lookup = (email: string) => slack.call('users.lookupByEmail', { email }, PATIENT);
  const slackId = await matchPerson(directory, lookup, userId);
  // Slack takes no group that is empty: it keeps whoever was in it.
  if (slackId === null) return { ...group, refused: { userId, error: 'users_not_found', at } };
  if (slackId === undefined || slackId === group.member) return group;
  return setMember(slack, schedule, group, { userId, slackId }, at);
};

/** Every schedule has a Slack user group, `@oncall-<schedule>`, and whoever is on call is in it. */
export const syncUserGroups = async (deps: UserGroupDeps, at: Instant): Promise<void> => {
  const [known, schedules] = await Promise.all([deps.groups.read(), deps.directory.schedules()]);
  const changed: Record<string, UserGroup> = {};
  for (const schedule of schedules.slice(0, SCHEDULES_MAX)) {
    const before = known.groups[schedule.id] ?? NO_GROUP;
    const after = await follow(deps, schedule, before, at);
    if (after !== before) changed[schedule.id] = after;
  }
  if (Object.keys(changed).length > 0) await deps.groups.save({ ...known, groups: { ...known.groups, ...changed } });
};
