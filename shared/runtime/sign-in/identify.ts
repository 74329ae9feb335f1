import { createHash } from 'node:crypto';
import type { DirectoryStore } from '../../data/directory-store.ts';
import type { UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { type AccessRole, ROLE_ORDER } from '../http/request.ts';
import { log } from '../log.ts';
import { type Claims, type IdTokenVerifier, looksSigned } from './id-token.ts';

/** The authorizer's context: who is calling, or, with the role `none`, why that is not known. */
export interface Identity {
  readonly role: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** A person who signed in, or a token of the API. */
  readonly via: 'dashboard' | 'api';
  /** The parts of the API that a token is kept to, with a blank between them; empty: all. */
  readonly scopes: string;
  /** Words that follow `Authorization`. */
  readonly reason: string;
}

export interface IdentifyDeps {
  readonly directory: Pick<DirectoryStore, 'token' | 'user' | 'userOfEmail'>;
  /** Null where nobody can sign in: then there are only tokens of the API. */
  readonly verify: IdTokenVerifier | null;
  /** Whether somebody whom the provider knows and we do not may look around. */
  readonly strangersMayLook: boolean;
  /** The provider's ids of the accounts that are admin whatever our own records say. */
  readonly breakGlass: readonly string[];
}

/** What API Gateway lets through in one header, and more than any provider's token has. */
const TOKEN = /^Bearer ([\x21-\x7e]{1,8192})$/i;
const API_TOKEN_LENGTH_MAX = 512;

const nobody = (reason: string): Identity => ({
  role: 'none',
  kind: '',
  id: '',
  name: '',
  via: 'api',
  scopes: '',
  reason,
});
const UNKNOWN_TOKEN = nobody('is not a token that is known here');

const person = (role: AccessRole, id: string, name: string): Identity => ({
  role,
  kind: 'user',
  id,
  name,
  via: 'dashboard',
  scopes: '',
  reason: '',
});

/** A token does no more than it was made for, and no more than the person whose it is. */
const lowerOf = (one: AccessRole, other: AccessRole): AccessRole =>
  ROLE_ORDER.indexOf(one) < ROLE_ORDER.indexOf(other) ? one : other;

const ofApiToken = async ({ directory }: IdentifyDeps, token: string, at: Instant): Promise<Identity> => {
  if (token.length > API_TOKEN_LENGTH_MAX) return nobody('is not of the form Bearer <token>');
  const known = await directory.token(createHash('sha256').update(token).digest('hex'));
  if (!known) return UNKNOWN_TOKEN;
  if (known.expiresAt && known.expiresAt <= at) return nobody('has expired: make a new token');
  const { id, name, role, userId } = known;
  const common = { via: 'api', scopes: (known.scopes ?? []).join(' '), reason: '' } as const;
  if (userId === null) return { role, kind: 'token', id, name, ...common };
  const user = await directory.user(userId as UserId);
  if (!user) return nobody('belongs to somebody who is not here any more');
  return { role: lowerOf(role, user.role), kind: 'user', id: userId, name: user.name, ...common };
};

const ofPerson = async (deps: IdentifyDeps, { subject, email }: Claims): Promise<Identity> => {
  const account = deps.breakGlass.indexOf(subject) + 1;
  if (account > 0) {
    log.warn('sign-in.break-glass', { account });
    return person('admin', `break-glass-${account}`, `Break-glass account ${account}`);
  }
  if (email === null) return nobody('has no e-mail address that its owner has confirmed');
  const user = await deps.directory.userOfEmail(email);
  if (user) return person(user.role, user.id, user.name);
  if (deps.strangersMayLook) return person('viewer', `stranger-${subject}`, 'A guest');
  return nobody(
    'is of somebody who is not a user here: an admin can add them, with the e-mail address they sign in with',
  );
};

/**
 * Who sends this header? The role is that of our own records: a token of the provider says who somebody is, never what
 * they may do here.
 *
 * @throws FetchError when the provider's keys cannot be had
 */
export const identify = async (deps: IdentifyDeps, header: string | undefined, at: Instant): Promise<Identity> => {
  if (!header) return nobody('is missing: send Authorization: Bearer <token>');
  const token = TOKEN.exec(header)?.[1];
  if (!token) return nobody('is not of the form Bearer <token>');
  if (!deps.verify || !looksSigned(token)) return ofApiToken(deps, token, at);
  const claims = await deps.verify(token);
  return claims.ok ? ofPerson(deps, claims.value) : nobody(claims.error);
};
