import { API_TOKENS } from '../../shared/data/secret-store.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { input } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { ROLE_ORDER } from '../../shared/runtime/http/request.ts';
import { tooMany } from '../../shared/runtime/http/resource-problems.ts';
import { json } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { newId, newSecret } from '../../shared/runtime/resources/new-secret.ts';
import { hasExpired, TOKENS_MAX, type Token, tokensOf, tokenView } from '../../shared/runtime/resources/tokens.ts';
import { TokenInput } from '../../shared/runtime/schemas/token.ts';

/** POST /v1/tokens: a token for a script, or for a person who may then do no more than they may. It is shown once. */
export const createToken: HttpHandler<ConfigDeps> = async (deps, request) => {
  const body = input(TokenInput, request);
  if (!body.ok) return body.error;
  const { name, role, scopes, expiresAt, userId } = body.value;
  if (expiresAt !== null && expiresAt <= request.at) {
    return badRequest([{ field: 'expiresAt', message: 'must be later than now' }]);
  }
  const user = userId === null ? undefined : await deps.config.users.get(userId);
  if (userId !== null && !user) return badRequest([{ field: 'userId', message: 'is no user' }]);
  if (user && ROLE_ORDER.indexOf(role) > ROLE_ORDER.indexOf(user.role)) {
    return badRequest([{ field: 'role', message: 'is more than the user has' }]);
  }
  const all = await tokensOf(deps);
  const over = all.filter((token) => hasExpired(token, request.at));
  if (all.length - over.length >= TOKENS_MAX) return tooMany('token', TOKENS_MAX);
  for (const token of over) await deps.config.tokens.remove(API_TOKENS, token);

  const id = newId(request.at);
  const { secret, hash } = newSecret();
  const value = { id, name, role, ...(scopes ? { scopes } : {}), userId, expiresAt, createdAt: request.at };
  const token: Token = { id, hash, value };
  await deps.config.tokens.put(API_TOKENS, token);
  // The user may have been deleted in between: whoever deletes them looks for tokens again, so one of the two notices.
  if (userId !== null && !(await deps.config.users.get(userId))) {
    await deps.config.tokens.remove(API_TOKENS, token);
    return badRequest([{ field: 'userId', message: 'is no user' }]);
  }
  return json(201, { ...tokenView(token), token: secret });
};

export const handler = http(audited(createToken), { deps: configDeps, role: 'admin' });
