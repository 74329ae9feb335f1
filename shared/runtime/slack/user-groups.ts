import type { DirectoryStore } from '../../data/directory-store.ts';
import type { UserGroupStore } from '../../data/user-group-store.ts';
import { groupHandle, mustChange, NO_GROUP, type UserGroup } from '../../domain/chat/user-group.ts';
import { whoIsOnCall } from '../../domain/schedule/on-call.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
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

/** What came of it: a refusal is remembered, so that it is not asked for each minute; the rest is tried in a minute. */
const afterFailure = (group: UserGroup, failure: SlackFailure, at: Instant): UserGroup => {
  if (failure.kind !== 'refused') return group;
  log.warn('slack.group-refused', { slackError: failure.error });
  return { ...group, refused: { error: failure.error, at } };
};

const setMember = async (slack: SlackApi, schedule: Schedule, group: UserGroup, member: string, at: Instant) => {
  const found = group.groupId ? { groupId: group.groupId } : await createGroup(slack, schedule);
  if ('failure' in found) return afterFailure(group, found.failure, at);
  const { groupId } = found;
  const set = await slack.call('usergroups.users.update', { usergroup: groupId, users: member }, PATIENT);
  if (set.ok) return { groupId, member, refused: null };
  const isMissing = set.error.kind === 'refused' && MISSING.includes(set.error.error);
  return isMissing ? { ...NO_GROUP } : afterFailure({ ...group, groupId }, set.error, at);
};

/** Every schedule has a Slack user group, `@oncall-<schedule>`, and whoever is on call is in it. */
export const syncUserGroups = async ({ groups, directory, slack }: UserGroupDeps, at: Instant): Promise<number> => {
  const [known, schedules] = await Promise.all([groups.read(), directory.schedules()]);
  const changed: Record<string, UserGroup> = {};
  for (const schedule of schedules.slice(0, SCHEDULES_MAX)) {
    const group = known.groups[schedule.id] ?? NO_GROUP;
    const onCall = whoIsOnCall(schedule, at)?.userId;
    if (onCall === undefined || (group.refused !== null && !mustChange(group, '', at))) continue;
    const lookup = (email: string) => slack.call('users.lookupByEmail', { email }, PATIENT);
    const member = (await matchPerson(directory, lookup, onCall)) ?? null;
    if (member === null || !mustChange(group, member, at)) continue;
    changed[schedule.id] = await setMember(slack, schedule, group, member, at);
  }
  const count = Object.keys(changed).length;
  if (count > 0) await groups.save({ ...known, groups: { ...known.groups, ...changed } });
  return count;
};
