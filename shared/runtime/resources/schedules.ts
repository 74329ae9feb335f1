import type { Schedule } from '../../domain/schedule/schedule.ts';
import { type FieldProblem, fieldPath } from '../../ingest/problem.ts';
import type { ScheduleId, UserId } from '../../lib/ids.ts';
import { resource } from '../http/resource.ts';
import { ScheduleInput, SchedulePatch } from '../schemas/schedule.ts';
import type { ConfigDeps } from './deps.ts';
import { policiesWith } from './references.ts';

/** A person and where in a schedule they stand. */
type Placed = readonly [UserId, readonly (string | number)[]];

const peopleOf = ({ layers, overrides }: Schedule): readonly Placed[] => [
  ...layers.flatMap(({ participants }, layer) =>
    participants.map((id, index): Placed => [id, ['layers', layer, 'participants', index]]),
  ),
  ...overrides.map(({ userId }, index): Placed => [userId, ['overrides', index, 'userId']]),
];

/** The people of a schedule who are not there. Each is looked up once. */
const missingPeople = async ({ config }: ConfigDeps, schedule: Schedule): Promise<readonly FieldProblem[]> => {
  const placed = peopleOf(schedule);
  const there = new Set<UserId>();
  const look = async (id: UserId) => ((await config.users.get(id)) ? there.add(id) : undefined);
  await Promise.all([...new Set(placed.map(([id]) => id))].map(look));
  return placed.flatMap(([id, path]) => (there.has(id) ? [] : [{ field: fieldPath(path), message: 'is no user' }]));
};

/** Schedules: who is on call when. */
export const SCHEDULES = resource<ConfigDeps, Schedule>()({
  noun: 'schedule',
  path: '/v1/schedules',
  input: ScheduleInput,
  patch: SchedulePatch,
  store: ({ config }) => config.schedules,
  make: (input, id) => ({ ...input, id: id as ScheduleId, version: 1 }),
  view: (schedule) => schedule,
  problems: missingPeople,
  referrers: ({ config }, { id }) => policiesWith(config, 'schedule', id),
});
