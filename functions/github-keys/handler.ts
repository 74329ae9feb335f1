import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { publicKeyOf } from '../../shared/runtime/github/signed.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** GET /v1/github/.well-known/jwks.json: the public key that our ID tokens are verified with. */
export const githubKeys: HttpHandler<GithubSettings | null> = async (settings) =>
  settings ? ok({ keys: [publicKeyOf(settings.signingKey)] }) : notSetUp();

export const handler = http(githubKeys, { deps: githubSettings, role: 'public' });
