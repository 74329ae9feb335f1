import { directoryStore } from '../../shared/data/directory-store.ts';
import { type ApiToken, apiTokenEntity } from '../../shared/data/entities/directory.ts';
import { API_TOKENS, secretStore } from '../../shared/data/secret-store.ts';
import type { TableConnection } from '../../shared/data/table.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { newId, newSecret } from '../../shared/runtime/resources/new-secret.ts';

const LIFE_SECONDS = 24 * 3600;

/**
 * A token that may do everything for a day, in a table that has neither a user nor a token: whoever can write to the table
 * could do all this anyway. @returns the token, which nothing can show again. @throws Error when somebody is known already.
 */
export const makeFirstToken = async (connection: TableConnection, at: Instant): Promise<string> => {
  const directory = directoryStore(connection);
  const tokens = secretStore<ApiToken>(connection, apiTokenEntity(connection), 'api-token');
  const known = (await directory.users()).length + (await tokens.list(API_TOKENS)).length;
  if (known > 0) throw new Error('somebody is known here already: ask them for a token, or use a break-glass account');
  const { secret, hash } = newSecret();
  const expiresAt = addSeconds(at, LIFE_SECONDS);
  const value = {
    id: newId(at),
    name: 'The first token',
    role: 'admin',
    userId: null,
    expiresAt,
    createdAt: at,
  } as const;
  await directory.putToken(hash, value);
  return secret;
};
