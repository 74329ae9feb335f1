import { err, ok, type Result } from '../../lib/result.ts';
import { KeepAliveHttp, NoAnswer } from '../../telephony/keep-alive-http.ts';
import { log } from '../log.ts';
import type { GithubSettings } from './settings.ts';

/** Somebody as GitHub knows them. */
export interface GithubPerson {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  /** In lower case: the one they call primary, and only if GitHub has seen that it is theirs. */
  readonly email: string;
}

/** OAuth's own words (RFC 6749, RFC 6750) for what GitHub said. */
export type Trouble = 'invalid_grant' | 'invalid_token' | 'no_verified_email' | 'temporarily_unavailable';

/** A user of Cognito waits five seconds at most, and there are two of these in a row. */
const WAIT_MS = 2000;
const AGENT = { 'user-agent': 'pd-lite', accept: 'application/json' };
const connections = new KeepAliveHttp();

interface Asked {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const jsonAt = async (url: string, asked: Asked): Promise<Result<unknown, Trouble>> => {
  try {
    const headers = { ...AGENT, ...asked.headers };
    const signal = AbortSignal.timeout(WAIT_MS);
    const { statusCode, body } = await connections.send({ ...asked, url: new URL(url), headers, signal });
    if (statusCode === 401) return err('invalid_token');
    if (statusCode === 200) return ok(JSON.parse(body));
    log.warn('github.failed', { status: statusCode });
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof SyntaxError)) throw error;
    log.warn('github.failed', { errorName: error.name });
  }
  return err('temporarily_unavailable');
};

/** A code for an access token. GitHub refuses with 200 and an `error`. */
export const exchangeCode = async (
  settings: GithubSettings,
  code: string,
  verifier: string,
): Promise<Result<string, Trouble>> => {
  const form = new URLSearchParams({
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    code,
    redirect_uri: `${settings.issuer}/callback`,
    code_verifier: verifier,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await jsonAt(`${settings.githubUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers,
    body: form.toString(),
  });
  if (!answer.ok) return answer;
  const { access_token: token, error } = (answer.value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof token === 'string') return ok(token);
  if (error === 'bad_verification_code' || error === 'incorrect_client_credentials') return err('invalid_grant');
  log.warn('github.failed', { status: 200 });
  return err('temporarily_unavailable');
};

interface EmailEntry {
  readonly email?: unknown;
  readonly primary?: unknown;
  readonly verified?: unknown;
}

const primaryOf = (emails: unknown): string | undefined => {
  const list: readonly EmailEntry[] = Array.isArray(emails) ? emails : [];
  const found = list.find(({ primary, verified }) => primary === true && verified === true)?.email;
  return typeof found === 'string' ? found.toLowerCase() : undefined;
};

/** Whose access token it is. */
export const personOf = async (settings: GithubSettings, token: string): Promise<Result<GithubPerson, Trouble>> => {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };
  const [user, emails] = await Promise.all([
    jsonAt(`${settings.apiUrl}/user`, { method: 'GET', headers }),
    jsonAt(`${settings.apiUrl}/user/emails?per_page=100`, { method: 'GET', headers }),
  ]);
  if (!user.ok) return user;
  if (!emails.ok) return emails;
  const { id, login, name } = (user.value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number' || typeof login !== 'string') return err('temporarily_unavailable');
  const email = primaryOf(emails.value);
  if (!email) return err('no_verified_email');
  return ok({ id, login, name: typeof name === 'string' && name !== '' ? name : login, email });
};
