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

const resolveTarget = (target: Target, directory: Directory, at: Instant, how: string): Chosen | Skipped => {
  if (target.type === 'user') return asUser(directory.users.get(target.id), target, `${how} (${target.id})`);
  const schedule = directory.schedules.get(target.id);
  if (!schedule) return { target, why: `the schedule ${target.id} does not exist any more` };
  const onCall = whoIsOnCall(schedule, at);
  if (!onCall) return { target, why: `nobody is on call in ${schedule.name}` };
  const by = onCall.reason.type === 'override' ? 'by an override' : `in ${onCall.reason.layer}`;
  return asUser(directory.users.get(onCall.userId), target, `on call in ${schedule.name} ${by}`);
};

/**
 * Who a list of targets means at an instant: each person once, and every target that means nobody with its reason.
 * `how` says why a person is among them.
 */
export const resolveTargets = (
  targets: readonly Target[],
  directory: Directory,
  at: Instant,
  how = 'named by the policy',
): { readonly chosen: readonly Chosen[]; readonly skipped: readonly Skipped[] } => {
  const chosen: Chosen[] = [];
  const skipped: Skipped[] = [];
  for (const target of targets) {
    const found = resolveTarget(target, directory, at, how);
    if (!('userId' in found)) skipped.push(found);
    else if (!chosen.some((other) => other.userId === found.userId)) chosen.push(found);
  }
  return { chosen, skipped };
};

/** The level after this one; in the next round after the last level; undefined after the last round. */
export const nextCursor = (
  policy: Pick<EscalationPolicy, 'levels' | 'rounds'>,
  { round, level }: Cursor,
): Cursor | undefined => {
  if (level + 1 < policy.levels.length) return { round, level: level + 1 };
  return round + 1 < policy.rounds && policy.levels.length > 0 ? { round: round + 1, level: 0 } : undefined;
};

/** Whom a level pages: its own targets and, at the very first, those who were asked for by name beside it. */
const reach = (targets: readonly Target[], asked: readonly Target[], directory: Directory, at: Instant) => {
  const own = resolveTargets(targets, directory, at);
  const named = resolveTargets(asked, directory, at, 'asked for by name');
  const isNew = ({ userId }: Chosen) => !own.chosen.some((other) => other.userId === userId);
  const empty: readonly Skipped[] =
    targets.length + asked.length === 0 ? [{ target: NOBODY, why: 'the level is empty' }] : [];
  return {
    chosen: [...own.chosen, ...named.chosen.filter(isNew)],
    skipped: [...own.skipped, ...named.skipped, ...empty],
  };
};

/**
 * What an escalation does now that `cursor` is due: page the people of the first level, from there on, that has any.
 * Levels where nobody can be paged are passed over at once, on record. A cursor past the policy's end (it was
 * edited in mid-run) is exhausted. Those asked for by name are paged with the first level of the first round. Bounded
 * by levels times rounds.
 */
export const advance = (
  policy: Pick<EscalationPolicy, 'levels' | 'rounds'>,
  cursor: Cursor,
  directory: Directory,
  { at, region, asked = [] }: { readonly at: Instant; readonly region: string; readonly asked?: readonly Target[] },
): Step => {
  const reached: LevelReached[] = [];
  let here: Cursor | undefined = cursor;
  while (here && here.round < policy.rounds) {
    const level = policy.levels[here.level];
    if (level) {
      const isFirst = here.round === 0 && here.level === 0;
      const { chosen, skipped } = reach(level.targets, isFirst ? asked : [], directory, at);
      reached.push({ ...here, at, region, chosen, skipped });
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
