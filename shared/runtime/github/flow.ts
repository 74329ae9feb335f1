import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { addSeconds, type Instant, toEpochMs } from '../../lib/instant.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { exchangeCode, type GithubPerson, personOf, type Trouble } from './client.ts';
import { seal, unseal } from './seal.ts';
import type { GithubSettings } from './settings.ts';
import { signed } from './signed.ts';

/** What we were asked for, on its way to GitHub and back in the `state`. */
interface Asked {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
  /** Ours, towards GitHub. */
  readonly verifier: string;
}

/** What we give for a code of GitHub's. */
interface Granted extends Omit<Asked, 'state'> {
  readonly code: string;
}

type Fields = Readonly<Record<string, string | undefined>>;

/** Somebody may look for their second factor for a while; a code is used at once. */
const STATE_SECONDS = 600;
const CODE_SECONDS = 120;
const ID_TOKEN_SECONDS = 300;
const TEXT_LENGTH_MAX = 2000;

const hashOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const withQuery = (address: string, query: Fields): string => {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.href;
};

const isSame = (given: string | undefined, expected: string): boolean => {
  const [one, other] = [given ?? '', expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
};

/** A problem that has to be said here, since whoever asked is not known to be one of ours. */
export interface Refused {
  readonly field: string;
  readonly message: string;
}

/** Where to send a browser that Cognito sent to us: to GitHub, or back with OAuth's error. */
export const toGithub = (settings: GithubSettings, query: Fields, at: Instant): Result<string, Refused> => {
  const { client_id: clientId, redirect_uri: redirectUri = '', state = '', nonce = '' } = query;
  const { code_challenge: challenge = '', code_challenge_method: method } = query;
  if (clientId !== settings.clientId) return err({ field: 'client_id', message: 'is not known here' });
  if (!settings.redirectUris.includes(redirectUri)) return err({ field: 'redirect_uri', message: 'is not known here' });
  const back = (error: string) => ok(withQuery(redirectUri, { error, state: state.slice(0, TEXT_LENGTH_MAX) }));
  if ([state, nonce, challenge].some((text) => text.length > TEXT_LENGTH_MAX)) return back('invalid_request');
  if (query['response_type'] !== 'code') return back('unsupported_response_type');
  if (challenge !== '' && method !== 'S256') return back('invalid_request');
  if (!(query['scope'] ?? '').split(' ').includes('openid')) return back('invalid_scope');
  const verifier = randomBytes(32).toString('base64url');
  const asked: Asked = { redirectUri, state, nonce, challenge, verifier };
  return ok(
    withQuery(`${settings.githubUrl}/login/oauth/authorize`, {
      client_id: settings.clientId,
      redirect_uri: `${settings.issuer}/callback`,
      scope: 'read:user user:email',
      state: seal(settings.signingKey, 'state', asked, addSeconds(at, STATE_SECONDS)),
      code_challenge: hashOf(verifier),
      code_challenge_method: 'S256',
      allow_signup: 'false',
    }),
  );
};

/** Where to send a browser that GitHub sent back: to Cognito, with a code of ours or with GitHub's refusal. */
export const fromGithub = (settings: GithubSettings, query: Fields, at: Instant): Result<string, Refused> => {
  const asked = unseal<Asked>(settings.signingKey, 'state', query['state'] ?? '', at);
  if (!asked) return err({ field: 'state', message: 'is not ours, or is too old: begin again' });
  const { state, ...kept } = asked;
  const code = query['code'];
  if (!code || code.length > TEXT_LENGTH_MAX) {
    const error = query['error'] === 'access_denied' ? 'access_denied' : 'server_error';
    return ok(withQuery(asked.redirectUri, { error, state }));
  }
  const granted: Granted = { ...kept, code };
  const sealed = seal(settings.signingKey, 'code', granted, addSeconds(at, CODE_SECONDS));
  return ok(withQuery(asked.redirectUri, { code: sealed, state }));
};

/** What an ID token and the userinfo say of somebody. */
export const claimsOf = ({ id, login, name, email }: GithubPerson) => ({
  sub: String(id),
  name,
  preferred_username: login,
  email,
  email_verified: true,
});

export type TokenTrouble = Trouble | 'invalid_client' | 'invalid_request' | 'unsupported_grant_type';

const isAnswered = ({ challenge }: Granted, verifier: string | undefined): boolean =>
  challenge === '' ? true : verifier !== undefined && isSame(hashOf(verifier), challenge);

/** Cognito's code for an ID token that we sign, and GitHub's own access token. GitHub takes a code once, so we do too. */
export const tokensFor = async (
  settings: GithubSettings,
  form: Fields,
  at: Instant,
): Promise<Result<object, TokenTrouble>> => {
  const isClient = isSame(form['client_id'], settings.clientId) && isSame(form['client_secret'], settings.clientSecret);
  if (!isClient) return err('invalid_client');
  if (form['grant_type'] !== 'authorization_code') return err('unsupported_grant_type');
  if (!form['code']) return err('invalid_request');
  const granted = unseal<Granted>(settings.signingKey, 'code', form['code'], at);
  if (!granted || granted.redirectUri !== form['redirect_uri']) return err('invalid_grant');
  if (!isAnswered(granted, form['code_verifier'])) return err('invalid_grant');
  const token = await exchangeCode(settings, granted.code, granted.verifier);
  if (!token.ok) return token;
  const person = await personOf(settings, token.value);
  if (!person.ok) return person;
  const iat = Math.floor(toEpochMs(at) / 1000);
  const idToken = signed(settings.signingKey, {
    iss: settings.issuer,
    aud: settings.clientId,
    iat,
    exp: iat + ID_TOKEN_SECONDS,
    ...(granted.nonce ? { nonce: granted.nonce } : {}),
    ...claimsOf(person.value),
  });
  return ok({ access_token: token.value, token_type: 'Bearer', expires_in: ID_TOKEN_SECONDS, id_token: idToken });
};
