import type { Configuration, KoaContextWithOIDC, default as Provider } from 'oidc-provider';
import { type Keys, keysOf } from './keys.ts';
import { PAGE_HEADERS, type Person, troublePage } from './page.ts';
import { shelf } from './shelf.ts';

const HOUR = 3600;
const SCOPES = 'openid email profile';

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Where the dashboard may be: http://127.0.0.1:4280 and its other names. */
  readonly origins: readonly string[];
  readonly dataDir: string | null;
  /** Whoever can be signed in as, now. */
  readonly person: (id: string) => Promise<Person | undefined>;
}

/** What Cognito says of a person in an ID token. */
const claimsOf = ({ id, name, email }: Person) => ({
  sub: id,
  name,
  email,
  email_verified: true,
  token_use: 'id',
  'cognito:username': id,
});

/** Nobody is asked whether the dashboard may know who they are: it is ours. */
const grantTo = async (context: KoaContextWithOIDC) => {
  const { provider, client, session } = context.oidc;
  const clientId = client?.clientId as string;
  const known = session?.grantIdFor(clientId);
  if (known) return provider.Grant.find(known);
  const grant = new provider.Grant({ clientId, accountId: session?.accountId as string });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
};

/** Cognito's paths, times and ways, as far as the dashboard can tell. */
const configurationOf = (options: ProviderOptions, keys: Keys): Configuration => ({
  adapter: shelf(),
  jwks: keys.jwks as NonNullable<Configuration['jwks']>,
  cookies: { keys: [keys.cookieSecret] },
  clients: [
    {
      client_id: options.clientId,
      client_name: 'PD Lite',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: options.origins.map((origin) => `${origin}/auth/callback`),
    },
  ],
  scopes: ['openid', 'email', 'profile'],
  claims: {
    openid: ['sub', 'token_use', 'cognito:username'],
    email: ['email', 'email_verified'],
    profile: ['name'],
  },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  routes: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    userinfo: '/oauth2/userInfo',
    revocation: '/oauth2/revoke',
    jwks: '/.well-known/jwks.json',
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    revocation: { enabled: true, allowedPolicy: async (_context, client, token) => token.clientId === client.clientId },
  },
  ttl: {
    IdToken: HOUR,
    AccessToken: HOUR,
    Session: HOUR,
    Interaction: HOUR,
    Grant: 30 * 24 * HOUR,
    RefreshToken: 30 * 24 * HOUR,
  },
  interactions: { url: (_context, { uid }) => `/_idp/sign-in/${uid}` },
  loadExistingGrant: grantTo,
  issueRefreshToken: async () => true,
  clientBasedCORS: (_context, origin) => options.origins.includes(origin),
  async findAccount(_context, id) {
    const person = await options.person(id);
    return person && { accountId: id, claims: async () => claimsOf(person) };
  },
  renderError(context, { error, error_description: what }) {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) context.set(name, value);
    context.body = troublePage(what ? `${error}: ${what}` : error);
  },
});

/** An OpenID Connect provider in Cognito's place. Its package is loaded here, so that the region is ready without it. */
export const makeProvider = async (options: ProviderOptions): Promise<Provider> => {
  const [{ Provider: ProviderClass }, keys] = await Promise.all([import('oidc-provider'), keysOf(options.dataDir)]);
  return new ProviderClass(options.issuer, configurationOf(options, keys));
};
