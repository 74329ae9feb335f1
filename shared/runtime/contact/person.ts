import type { UserStore } from '../../data/config-store.ts';
import type { User } from '../../domain/directory/user.ts';
import { isSlug } from '../../lib/slug.ts';
import { forbidden } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import type { Response } from '../http/response.ts';

/** A change that lost to another is made again from what that left, this many times. */
const TRIES_MAX = 5;

/** Everybody changes themselves, an admin everybody; the answer to anybody else. */
export const refusedForOther = ({ caller }: Request, userId: string): Response | undefined => {
  const isSelf = caller?.actor.kind === 'user' && caller.actor.id === userId;
  return isSelf || caller?.role === 'admin' ? undefined : forbidden(caller?.role ?? 'none', 'admin');
};

/** The user that `{id}` in the path names. */
export const userOfPath = async (users: Pick<UserStore, 'get'>, { params }: Request): Promise<User | undefined> => {
  const id = params['id'] ?? '';
  return isSlug(id) ? users.get(id) : undefined;
};

/**
 * Changes a user by a pure function of what they are now, and gives them as they are then. A function that gives the
 * same user changes nothing. Undefined: there is no such user.
 * @throws Error when others were faster every time.
 */
export const changeUser = async (
  users: Pick<UserStore, 'get' | 'replace'>,
  id: string,
  change: (user: User) => User,
): Promise<User | undefined> => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = await users.get(id);
    const after = before && change(before);
    if (!before || !after || after === before) return before;
    const changed = { ...after, version: before.version + 1 };
    if (await users.replace(changed, before.version)) return changed;
  }
  throw new Error(`the user ${id} was changed by others every time`);
};
