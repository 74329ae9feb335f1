import { assertNever } from '../../lib/assert-never.ts';
import type { Result } from '../../lib/result.ts';
import { badRequest } from '../http/problems.ts';
import { json, type Response } from '../http/response.ts';
import type { Refused, TokenTrouble } from './flow.ts';

/** Sends a browser on; or says here what was wrong, where it must not be sent on. */
export const redirect = (to: Result<string, Refused>): Response =>
  to.ok
    ? {
        statusCode: 302,
        headers: { location: to.value, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
        body: '',
      }
    : badRequest([to.error]);

const oauthError = (status: number, error: string, description: string): Response =>
  json(status, { error, error_description: description });

/** Trouble in OAuth's own form, which is what Cognito reads and keeps in its log. */
export const oauthTrouble = (trouble: TokenTrouble): Response => {
  switch (trouble) {
    case 'invalid_client':
      return oauthError(401, trouble, 'client_id or client_secret is wrong');
    case 'invalid_request':
      return oauthError(400, trouble, 'code is missing');
    case 'unsupported_grant_type':
      return oauthError(400, trouble, 'only authorization_code is supported');
    case 'invalid_grant':
      return oauthError(400, trouble, 'the code is not ours, was used, or is too old');
    case 'no_verified_email':
      return oauthError(400, 'access_denied', 'the account at GitHub has no primary e-mail address that is verified');
    case 'invalid_token': {
      const answer = oauthError(401, trouble, 'GitHub does not know this access token');
      return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer error="invalid_token"' } };
    }
    case 'temporarily_unavailable':
      return oauthError(503, trouble, 'GitHub cannot be asked just now');
    default:
      return assertNever(trouble);
  }
};
