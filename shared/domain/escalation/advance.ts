import type { ScheduleId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { addSeconds } from '../../lib/instant.ts';
import type { User } from '../directory/user.ts';
import { whoIsOnCall } from '../schedule/on-call.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { EscalationPolicy, Target } from './policy.ts';
import type { Chosen, Cursor, LevelReached, Skipped } from './run.ts';

/** The people and schedules that a policy names; one that is not here has been deleted. */
export interface Directory {
  readonly users: ReadonlyMap<UserId, User>;
  readonly schedules: ReadonlyMap<ScheduleId, Schedule>;
}

export type Step =
  | { readonly type: 'page'; readonly reached: readonly LevelReached[]; readonly next: Cursor; readonly dueAt: Instant }
  | { readonly type: 'exhausted'; readonly reached: readonly LevelReached[] };

const asUser = (user: User | undefined, target: Target, why: string): Chosen | Skipped => {
  if (!user) return { target, why: `${why}, who does not exist any more` };
  if (user.rules.length === 0) return { target, why: `${user.name} has no notification rules` };
  return { userId: user.id, name: user.name, target, why };
};

const resolveTarget = (target: Target, directory: Directory, at: Instant): Chosen | Skipped => {
  if (target.type === 'user')
    return asUser(directory.users.get(target.id), target, `named by the policy (${target.id})`);
  const schedule = directory.schedules.get(target.id);
  if (!schedule) return { target, why: `the schedule ${target.id} does not exist any more` };
  const onCall = whoIsOnCall(schedule, at);
  if (!onCall) return { target, why: `nobody is on call in ${schedule.name}` };
  const how = onCall.reason.type === 'override' ? 'by an override' : `in ${onCall.reason.layer}`;
  return asUser(directory.users.get(onCall.userId), target, `on call in ${schedule.name} ${how}`);
};

/** Who a list of targets means at an instant: each person once, and every target that means nobody with its reason. */
export const resolveTargets = (
  targets: readonly Target[],
  directory: Directory,
  at: Instant,
): { readonly chosen: readonly Chosen[]; readonly skipped: readonly Skipped[] } => {
  const chosen: Chosen[] = [];
  const skipped: Skipped[] = [];
  for (const target of targets) {
    const found = resolveTarget(target, directory, at);
    if (!('userId' in found)) skipped.push(found);
    else if (!chosen.some((other) => other.userId === found.userId)) chosen.push(found);
  }
  return { chosen, skipped };
};

/** The level after this one; in the next round after the last level; undefined after the last round. */
export const nextCursor = (policy: EscalationPolicy, { round, level }: Cursor): Cursor | undefined => {
  if (level + 1 < policy.levels.length) return { round, level: level + 1 };
  return round + 1 < policy.rounds && policy.levels.length > 0 ? { round: round + 1, level: 0 } : undefined;
};

/**
 * What an escalation does now that `cursor` is due: page the people of the first level, from there on, that has any.
 * Levels where nobody can be paged are passed over at once, on record. A cursor past the policy's end (it was
 * edited in mid-run) is exhausted. Bounded by levels times rounds.
 */
export const advance = (
  policy: EscalationPolicy,
  cursor: Cursor,
  directory: Directory,
  { at, region }: { readonly at: Instant; readonly region: string },
): Step => {
  const reached: LevelReached[] = [];
  let here: Cursor | undefined = cursor;
  while (here && here.round < policy.rounds) {
    const level = policy.levels[here.level];
    if (level) {
      const { chosen, skipped } = resolveTargets(level.targets, directory, at);
      const empty: readonly Skipped[] =
        level.targets.length === 0 ? [{ target: NOBODY, why: 'the level is empty' }] : [];
      reached.push({ ...here, at, region, chosen, skipped: [...skipped, ...empty] });
      if (chosen.length > 0) {
        const next = nextCursor(policy, here) ?? { round: policy.rounds, level: 0 };
        return { type: 'page', reached, next, dueAt: addSeconds(at, level.timeoutSeconds) };
      }
    }
    here = nextCursor(policy, here);
  }
  return { type: 'exhausted', reached };
};

const NOBODY: Target = { type: 'user', id: 'nobody' as UserId };
