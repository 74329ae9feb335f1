import {
  FetchError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidClaimError,
  JwtNotBeforeError,
} from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { err, ok, type Result } from '../../lib/result.ts';

/** Who signs people in here, and which of its tokens are meant for us. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
}

/** What a token says of a person, once its signature was found right. */
export interface Claims {
  readonly subject: string;
  /** In lower case. Null when it has none that somebody has shown to be theirs. */
  readonly email: string | null;
}

/** Why a token is not taken, in words that follow `Authorization`. */
export type TokenProblem = string;

/** Three parts, of which the last is empty in tokens that nobody signed. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Whether it has the form of a signed token. The API's own tokens do not. */
export const looksSigned = (token: string): boolean => FORM.test(token);

type Json = Readonly<Record<string, unknown>>;

/** What can be refused without asking the issuer for its keys; whoever sends nonsense makes us fetch nothing. */
const problemBefore = (token: string, { issuer }: SignInSettings): TokenProblem | undefined => {
  let parts: { readonly header: Json; readonly payload: Json };
  try {
    parts = decomposeUnverifiedJwt(token) as never;
  } catch {
    return 'is not a signed token';
  }
  const { header, payload } = parts;
  // Cognito and the laptop's provider sign so. Another algorithm, none at all, or a shared secret is not theirs.
  if (header['alg'] !== 'RS256') return 'is not signed as it must be, with RS256';
  if (payload['iss'] !== issuer) return 'was issued by somebody else than the provider that signs people in here';
  if (payload['token_use'] === 'access') return 'is an access token: send the ID token';
  return undefined;
};

const problemOf = (error: unknown): TokenProblem => {
  if (error instanceof JwtExpiredError) return 'has expired: sign in again';
  if (error instanceof JwtNotBeforeError) return 'is not valid yet';
  if (error instanceof JwtInvalidAudienceError) return 'is meant for another application';
  if (error instanceof JwtInvalidClaimError) return 'says something that it must not';
  return 'is not signed with a key of the provider that signs people in here';
};

/** Not the token's fault: the keys cannot be had or read. */
const isOurs = (error: unknown): boolean =>
  !(error instanceof JwtBaseError) ||
  [FetchError, JwksValidationError, JwkValidationError].some((ours) => error instanceof ours);

const isTrue = (claim: unknown): boolean => claim === true || claim === 'true';

const claimsOf = (payload: Json): Result<Claims, TokenProblem> => {
  const { sub, email, email_verified: verified, token_use: use, exp } = payload;
  if (use !== 'id') return err('is not an ID token');
  if (typeof exp !== 'number') return err('does not say when it ends');
  if (typeof sub !== 'string' || sub === '') return err('does not say whose it is');
  return ok({ subject: sub, email: typeof email === 'string' && isTrue(verified) ? email.toLowerCase() : null });
};

/**
 * Verifies ID tokens of one issuer for one application: signature, issuer, audience, use and time (the machine's own:
 * they were issued by it too). The issuer's keys are fetched at the first token and kept; a key that is not among them
 * is looked for once in ten seconds.
 *
 * @throws FetchError when the keys cannot be had: whether the token is good is not known then
 */
export const idTokenVerifier = (settings: SignInSettings, fetcher: Fetcher) => {
  const { issuer, clientId: audience } = settings;
  const verifier = JwtVerifier.create({ issuer, audience }, { jwksCache: new SimpleJwksCache({ fetcher }) });
  return async (token: string): Promise<Result<Claims, TokenProblem>> => {
    const problem = problemBefore(token, settings);
    if (problem) return err(problem);
    try {
      return claimsOf((await verifier.verify(token)) as Json);
    } catch (error) {
      if (isOurs(error)) throw error;
      return err(problemOf(error));
    }
  };
};

export type IdTokenVerifier = ReturnType<typeof idTokenVerifier>;
