import { type GithubSettings, githubSettings, notSetUp } from '../../shared/runtime/github/settings.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { ok } from '../../shared/runtime/http/response.ts';

/** GET /v1/github/.well-known/openid-configuration: GitHub as Cognito can be told of it, by this address alone. */
export const githubDiscovery: HttpHandler<GithubSettings | null> = async (settings) => {
  if (!settings) return notSetUp();
  const { issuer } = settings;
  return ok({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'email', 'profile'],
    claims_supported: ['sub', 'name', 'preferred_username', 'email', 'email_verified'],
  });
};

export const handler = http(githubDiscovery, { deps: githubSettings, role: 'public' });
