import * as v from 'valibot';
import type { DirectoryStore } from '../../data/directory-store.ts';
import type { NamedTarget } from '../../domain/escalation/policy.ts';
import { type FieldProblem, fieldPath } from '../../ingest/problem.ts';
import type { ScheduleId, UserId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { text } from './input.ts';
import { badRequest } from './problems.ts';
import type { Response } from './response.ts';

/** The most people and schedules that one request may ask for. */
const TARGETS_MAX = 20;

/** `[{"type":"user","id":"ben"},{"type":"schedule","id":"checkout-primary"}]`: who is to be paged, by name. */
export const PageTargets = v.pipe(
  v.array(v.object({ type: v.picklist(['user', 'schedule'], 'must be user or schedule'), id: text(64) })),
  v.minLength(1, 'must name somebody'),
  v.maxLength(TARGETS_MAX, `must be at most ${TARGETS_MAX}`),
);

type Asked = v.InferOutput<typeof PageTargets>[number];

const found = async (
  directory: Pick<DirectoryStore, 'user' | 'schedule'>,
  { type, id }: Asked,
): Promise<NamedTarget | undefined> => {
  if (type === 'user') {
    const user = await directory.user(id as UserId);
    return user && { type, id: user.id, name: user.name };
  }
  const schedule = await directory.schedule(id as ScheduleId);
  return schedule && { type, id: schedule.id, name: schedule.name };
};

/** The people and schedules of a request with their names, each once; the answer to one that is not there names its field. */
export const namedTargets = async (
  directory: Pick<DirectoryStore, 'user' | 'schedule'>,
  asked: readonly Asked[],
): Promise<Result<readonly NamedTarget[], Response>> => {
  const targets = await Promise.all(asked.map((each) => found(directory, each)));
  const problems = targets.flatMap((target, index): readonly FieldProblem[] =>
    target ? [] : [{ field: fieldPath(['page', index, 'id']), message: `is no ${asked[index]?.type}` }],
  );
  if (problems.length > 0) return err(badRequest(problems));
  const known = targets.filter((target) => target !== undefined);
  return ok([...new Map(known.map((target) => [`${target.type}#${target.id}`, target])).values()]);
};
