import { configuration, type SignIn } from '../lib/configuration.ts';
import { type Session, session, signIn, signOut } from '../lib/session.ts';

/** What must be remembered between leaving for the provider and coming back. */
interface Leaving {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly to: string;
}

const KEY = 'pd-lite.leaving';
const SCOPE = 'openid email profile';
/** A token is renewed this long before it ends. */
const RENEW_MS = 60_000;

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

const challengeOf = async (verifier: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

const redirectUri = (): string => `${location.origin}/auth/callback`;

/** Leaves for the provider's page (authorization code with PKCE). */
export const leaveForSignIn = async (provider: SignIn): Promise<void> => {
  const to = location.pathname.startsWith('/auth/') ? '/' : `${location.pathname}${location.search}`;
  const leaving: Leaving = { verifier: random(), state: random(), nonce: random(), to };
  sessionStorage.setItem(KEY, JSON.stringify(leaving));
  const query = new URLSearchParams({
    client_id: provider.clientId,
    response_type: 'code',
    scope: SCOPE,
    redirect_uri: redirectUri(),
    state: leaving.state,
    nonce: leaving.nonce,
    code_challenge: await challengeOf(leaving.verifier),
    code_challenge_method: 'S256',
  });
  location.assign(`${provider.authorizeUrl}?${query}`);
};

interface Claims {
  readonly exp: number;
  readonly nonce?: string;
}

/** What a token says. Whether it is genuine the API checks, with every request. */
const claimsOf = (token: string): Claims => {
  const [, payload = ''] = token.split('.');
  return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
};

const exchange = async (provider: SignIn, grant: Readonly<Record<string, string>>) => {
  const response = await fetch(provider.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ client_id: provider.clientId, ...grant }),
  });
  const answer = (await response.json()) as { id_token?: string; refresh_token?: string };
  if (!response.ok || !answer.id_token) throw new Error('The sign-in could not be completed. Try again.');
  return { token: answer.id_token, refreshToken: answer.refresh_token ?? null };
};

const sessionOf = (token: string, refreshToken: string | null): Session => ({
  token,
  refreshToken,
  expiresAt: claimsOf(token).exp * 1000,
});

/**
 * Takes what the provider sent back, once. Gives where the person wanted to go.
 *
 * @throws Error in words for people, when it is not an answer to what this tab asked
 */
export const completeSignIn = async (search: string): Promise<string> => {
  const params = new URLSearchParams(search);
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const leaving = kept ? (JSON.parse(kept) as Leaving) : null;
  const code = params.get('code');
  if (params.get('error')) throw new Error('The sign-in was cancelled or refused. Try again, or ask an admin.');
  if (!leaving || !code || params.get('state') !== leaving.state) {
    throw new Error('This sign-in was not begun here. Begin it again from this page.');
  }
  const { signIn: provider } = await configuration();
  if (!provider) throw new Error('There is no sign-in here but by token.');
  const grant = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(),
    code_verifier: leaving.verifier,
  };
  const { token, refreshToken } = await exchange(provider, grant);
  if (claimsOf(token).nonce !== leaving.nonce) throw new Error('This sign-in was not meant for this tab. Try again.');
  signIn(sessionOf(token, refreshToken));
  return leaving.to;
};

let renewing: Promise<void> | undefined;

/** Renews the token shortly before it ends, once for all who wait; what cannot be renewed is found out by the API. */
export const keepSignedIn = async (): Promise<void> => {
  const now = session();
  if (!now?.refreshToken || now.expiresAt === null || now.expiresAt - Date.now() > RENEW_MS) return;
  const { refreshToken } = now;
  renewing ??= (async () => {
    const { signIn: provider } = await configuration();
    if (!provider) return;
    const next = await exchange(provider, { grant_type: 'refresh_token', refresh_token: refreshToken });
    signIn(sessionOf(next.token, next.refreshToken ?? refreshToken));
  })()
    .catch(() => {})
    .finally(() => {
      renewing = undefined;
    });
  await renewing;
};

/** Forgets who it was, here and at the provider. */
export const leave = async (): Promise<void> => {
  const byProvider = session()?.expiresAt !== null;
  const { signIn: provider } = await configuration();
  signOut();
  if (!byProvider || !provider?.logoutUrl) return;
  const query = new URLSearchParams({ client_id: provider.clientId, logout_uri: `${location.origin}/` });
  location.assign(`${provider.logoutUrl}?${query}`);
};
