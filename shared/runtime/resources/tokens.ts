import type { ApiToken } from '../../data/entities/directory.ts';
import { API_TOKENS, type KeptSecret } from '../../data/secret-store.ts';
import type { Instant } from '../../lib/instant.ts';
import type { ConfigDeps } from './deps.ts';

export type Token = KeptSecret<ApiToken>;

/** There are this many tokens at most. */
export const TOKENS_MAX = 200;

/** A token as the API shows it: never what opens. */
export const tokenView = ({ id, value }: Token) => ({
  id,
  name: value.name,
  role: value.role,
  scopes: value.scopes ?? [],
  userId: value.userId,
  createdAt: value.createdAt ?? null,
  expiresAt: value.expiresAt,
});

export const tokensOf = ({ config }: Pick<ConfigDeps, 'config'>): Promise<readonly Token[]> =>
  config.tokens.list(API_TOKENS);

export const hasExpired = ({ value: { expiresAt } }: Token, at: Instant): boolean =>
  expiresAt !== null && expiresAt <= at;
