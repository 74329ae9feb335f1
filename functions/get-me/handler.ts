import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { callerActor } from '../../shared/runtime/http/request.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { USERS } from '../../shared/runtime/resources/users.ts';

/** GET /v1/me: who I am, what I may do, and how I came in; `user` is null for a token that is nobody's. */
export const getMe: HttpHandler<ConfigDeps> = async ({ config }, request) => {
  const { kind, id, name, via } = callerActor(request);
  const user = kind === 'user' ? await config.users.get(id) : undefined;
  const { role, scopes = [] } = request.caller ?? {};
  return ok({ kind, id, name, role, scopes, via, user: user ? USERS.view(user) : null });
};

export const handler = http(getMe, { deps: configDeps, role: 'viewer' });
