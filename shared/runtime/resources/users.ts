import { contactMethodsOf, withMethodsOfRules } from '../../domain/directory/contact-method.ts';
import type { User } from '../../domain/directory/user.ts';
import type { UserId } from '../../lib/ids.ts';
import { clock } from '../clock.ts';
import { forbidden } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import { resource } from '../http/resource.ts';
import { problem, type Response } from '../http/response.ts';
import { UserInput, UserPatch } from '../schemas/user.ts';
import type { ConfigDeps } from './deps.ts';
import { openIncidents, policiesWith, schedulesWith } from './references.ts';
import { hasExpired, tokensOf } from './tokens.ts';

/** What everybody may change of themselves. */
const OWN: readonly string[] = ['version', 'name', 'rules'];

const byDelay = (rules: User['rules']): User['rules'] => rules.toSorted((a, b) => a.delaySeconds - b.delaySeconds);

/** An admin changes everybody, everybody else themselves, and of that not what decides who they are and what they may. */
const refusal = ({ caller }: Request, user: User, patch: object): Response | undefined => {
  if (caller?.role === 'admin') return undefined;
  const isSelf = caller?.actor.kind === 'user' && caller.actor.id === user.id;
  if (!isSelf) return forbidden(caller?.role ?? 'none', 'admin');
  const others = Object.keys(patch).filter((field) => !OWN.includes(field));
  if (others.length === 0) return undefined;
  return problem(
    403,
    'Not allowed',
    `Only an admin changes this: ${others.join(', ')}.`,
    others.map((field) => ({ field, message: 'is changed by an admin only' })),
  );
};

/** People: what they are called, how they are reached, and what they may do. */
export const USERS = resource<ConfigDeps, User>()({
  noun: 'user',
  path: '/v1/users',
  input: UserInput,
  patch: UserPatch,
  store: ({ config }) => config.users,
  make: (input, id) =>
    withMethodsOfRules({ ...input, rules: byDelay(input.rules), id: id as UserId, version: 1 }, undefined),
  change: (before, patch) =>
    withMethodsOfRules({ ...before, ...patch, rules: byDelay(patch.rules ?? before.rules) }, before),
  view: (user) => ({ ...user, contactMethods: contactMethodsOf(user) }),
  problems: async ({ config }, user) =>
    (await config.users.taken(user)).map(({ field }) => ({ field, message: 'belongs to another user' })),
  referrers: async ({ config, reads }, { id }) => [
    ...(await policiesWith(config, 'user', id)),
    ...(await schedulesWith(config, id)),
    ...(await tokensOf({ config }))
      .filter((token) => token.value.userId === id && !hasExpired(token, clock().now()))
      .map((token) => ({ type: 'token', id: token.id, name: token.value.name })),
    ...(await openIncidents(reads, ({ roles }) => Object.values(roles).some((person) => person?.id === id))),
  ],
  refusal,
});
