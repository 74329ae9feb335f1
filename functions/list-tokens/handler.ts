import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';
import { tokensOf, tokenView } from '../../shared/runtime/resources/tokens.ts';

/** GET /v1/tokens: who may use the API by a token. What they are, nobody is told a second time. */
export const listTokens: HttpHandler<ConfigDeps> = async (deps) =>
  ok({ items: (await tokensOf(deps)).map(tokenView), next: null });

export const handler = http(listTokens, { deps: configDeps, role: 'admin' });
