import type { VersionedStore } from '../../data/versioned-store.ts';
import { OVERRIDES_MAX } from '../../domain/schedule/overrides.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { UserId } from '../../lib/ids.ts';
import { isSlug } from '../../lib/slug.ts';
import { badRequest, notFound } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import { problem, type Response } from '../http/response.ts';
import type { ConfigDeps } from '../resources/deps.ts';

/** What makes a schedule of a schedule, or says why not. */
type Change = (schedule: Schedule) => Schedule | Response;

/** A change that lost to another is made again from what that left, this many times. */
const TRIES_MAX = 5;

const isResponse = (value: Schedule | Response): value is Response => 'statusCode' in value;

const changed = async (
  store: VersionedStore<Schedule>,
  { params }: Request,
  change: Change,
): Promise<Schedule | Response> => {
  const id = params['id'] ?? '';
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = isSlug(id) ? await store.get(id) : undefined;
    if (!before) return notFound('such schedule');
    const after = change(before);
    if (isResponse(after)) return after;
    const value = { ...after, version: before.version + 1 };
    if (await store.replace(value, before.version)) return value;
  }
  throw new Error('a schedule was changed by others every time');
};

/** Changes the schedule of a path, whatever else happens to it meanwhile; the answer is `answer`'s, or why not. */
export const changeSchedule = async (
  { config }: Pick<ConfigDeps, 'config'>,
  request: Request,
  change: Change,
  answer: (schedule: Schedule) => Response,
): Promise<Response> => {
  const after = await changed(config.schedules, request, change);
  return isResponse(after) ? after : answer(after);
};

/** Undefined when everybody is there; if not, what to answer. */
export const refuseStrangers = async (
  { config }: Pick<ConfigDeps, 'config'>,
  named: readonly { readonly field: string; readonly userId: UserId }[],
): Promise<Response | undefined> => {
  const known = await Promise.all(named.map(({ userId }) => config.users.get(userId)));
  const missing = named.filter((_, index) => !known[index]);
  return missing.length > 0 ? badRequest(missing.map(({ field }) => ({ field, message: 'is no user' }))) : undefined;
};

/** 409: no room for another. */
export const tooManyOverrides = (): Response =>
  problem(
    409,
    'Too many overrides',
    `A schedule has at most ${OVERRIDES_MAX} overrides that have not ended. Take one away, or change a layer.`,
    [],
    { code: 'too-many' },
  );
