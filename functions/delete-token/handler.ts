import { API_TOKENS } from '../../shared/data/secret-store.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import { audited } from '../../shared/runtime/http/audited.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { notFound } from '../../shared/runtime/http/problems.ts';
import { empty } from '../../shared/runtime/http/response.ts';
import { type ConfigDeps, configDeps } from '../../shared/runtime/resources/deps.ts';

/** DELETE /v1/tokens/{id}: whoever has it may do nothing any more, within a second. */
export const deleteToken: HttpHandler<ConfigDeps> = async ({ config }, { params }) => {
  const { id = '' } = params;
  const token = isSlug(id) ? await config.tokens.get(API_TOKENS, id) : undefined;
  if (!token) return notFound('such token');
  await config.tokens.remove(API_TOKENS, token);
  return empty();
};

export const handler = http(audited(deleteToken), { deps: configDeps, role: 'admin' });
