import type { ScheduleId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { addSeconds } from '../../lib/instant.ts';
import type { User } from '../directory/user.ts';
import { whoIsOnCall } from '../schedule/on-call.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { placesOf } from './place.ts';
import { type EscalationPolicy, isPerson, type Level, type PersonTarget, type Target } from './policy.ts';
import type { Chosen, Cursor, LevelReached, Skipped } from './run.ts';

/** The people and schedules that a policy names; one that is not here has been deleted. */
export interface Directory {
  readonly users: ReadonlyMap<UserId, User>;
  readonly schedules: ReadonlyMap<ScheduleId, Schedule>;
}

export type Step =
  | { readonly type: 'page'; readonly reached: readonly LevelReached[]; readonly next: Cursor; readonly dueAt: Instant }
  | { readonly type: 'exhausted'; readonly reached: readonly LevelReached[] };

const asUser = (user: User | undefined, target: PersonTarget, why: string): Chosen | Skipped => {
  if (!user) return { target, why: `${why}, who does not exist any more` };
  if (user.rules.length === 0) return { target, why: `${user.name} has no notification rules` };
  return { userId: user.id, name: user.name, target, why };
};

const resolveTarget = (target: PersonTarget, directory: Directory, at: Instant, how: string): Chosen | Skipped => {
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
 * Places mean nobody, and are not spoken of. `how` says why a person is among them.
 */
export const resolveTargets = (
  targets: readonly Target[],
  directory: Directory,
  at: Instant,
  how = 'named by the policy',
): { readonly chosen: readonly Chosen[]; readonly skipped: readonly Skipped[] } => {
  const chosen: Chosen[] = [];
  const skipped: Skipped[] = [];
  for (const target of targets.filter(isPerson)) {
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

/** The one whose turn it is, or who comes next of those who can be paged; whoever was passed over is on record. */
const inTurn = (targets: readonly Target[], directory: Directory, at: Instant, turn: number) => {
  const people = targets.filter(isPerson);
  const skipped: Skipped[] = [];
  for (let passed = 0; passed < people.length; passed += 1) {
    const target = people[(turn + passed) % people.length] as PersonTarget;
    const found = resolveTarget(target, directory, at, 'named by the policy');
    if ('userId' in found) return { chosen: [{ ...found, why: `${found.why}, in turn` }], skipped };
    skipped.push(found);
  }
  return { chosen: [], skipped };
};

/** Whom a level pages: its own targets and those who were asked for by name beside it. */
const reach = (
  { targets, roundRobin }: Level,
  asked: readonly PersonTarget[],
  directory: Directory,
  { at, turn }: { readonly at: Instant; readonly turn: number },
) => {
  const own = roundRobin ? inTurn(targets, directory, at, turn) : resolveTargets(targets, directory, at);
  const named = resolveTargets(asked, directory, at, 'asked for by name');
  const isNew = ({ userId }: Chosen) => !own.chosen.some((other) => other.userId === userId);
  const empty: readonly Skipped[] =
    targets.length + asked.length === 0 ? [{ target: NOBODY, why: 'the level is empty' }] : [];
  return {
    chosen: [...own.chosen, ...named.chosen.filter(isNew)],
    skipped: [...own.skipped, ...named.skipped, ...empty],
    told: placesOf(targets),
  };
};

/** A level that names places and no people waits for an answer all the same: that is what it was made for. */
const isForPlaces = ({ targets }: Level, asked: readonly Target[]): boolean =>
  targets.length > 0 && asked.length === 0 && !targets.some(isPerson);

export interface AdvanceOptions {
  readonly at: Instant;
  readonly region: string;
  readonly asked?: readonly PersonTarget[];
  /** Whose turn it is at levels where people take turns: the first is 0. A level that is absent begins with its first. */
  readonly turns?: ReadonlyMap<number, number>;
}

/**
 * What an escalation does now that `cursor` is due: page the people of the first level, from there on, that has any.
 * Levels where nobody can be paged are passed over at once, on record; their places are told all the same. A cursor past
 * the policy's end (it was edited in mid-run) is exhausted. Those asked for by name are paged with the first level that
 * is come to. Bounded by levels times rounds.
 */
export const advance = (
  policy: Pick<EscalationPolicy, 'levels' | 'rounds'>,
  cursor: Cursor,
  directory: Directory,
  { at, region, asked = [], turns }: AdvanceOptions,
): Step => {
  const reached: LevelReached[] = [];
  let here: Cursor | undefined = cursor;
  while (here && here.round < policy.rounds) {
    const level = policy.levels[here.level];
    if (level) {
      const also = reached.length === 0 ? asked : [];
      const turn = (turns?.get(here.level) ?? 0) + here.round;
      const { chosen, skipped, told } = reach(level, also, directory, { at, turn });
      reached.push({ ...here, at, region, chosen, skipped, ...(told.length > 0 ? { told } : {}) });
      if (chosen.length > 0 || isForPlaces(level, also)) {
        const next = nextCursor(policy, here) ?? { round: policy.rounds, level: 0 };
        return { type: 'page', reached, next, dueAt: addSeconds(at, level.timeoutSeconds) };
      }
    }
    here = nextCursor(policy, here);
  }
  return { type: 'exhausted', reached };
};

const NOBODY: PersonTarget = { type: 'user', id: 'nobody' as UserId };
