import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { githubAuthorize } from '../../../functions/github-authorize/handler.ts';
import { githubCallback } from '../../../functions/github-callback/handler.ts';
import { githubDiscovery } from '../../../functions/github-discovery/handler.ts';
import { githubKeys } from '../../../functions/github-keys/handler.ts';
import { githubToken } from '../../../functions/github-token/handler.ts';
import { githubUserinfo } from '../../../functions/github-userinfo/handler.ts';
import { START } from '../../domain/incident/fixtures/incident.ts';
import { addSeconds } from '../../lib/instant.ts';
import { type Account, APPLICATION, FakeGithub } from '../fixtures/github.ts';
import { request, said } from '../fixtures/request.ts';
import type { HttpHandler } from '../http/http.ts';
import type { Response } from '../http/response.ts';
import { idTokenVerifier } from '../sign-in/id-token.ts';
import type { GithubSettings } from './settings.ts';

process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';

const COGNITO = 'https://pd-lite.auth.us-east-1.amazoncognito.com/oauth2/idpresponse';
const OCTOCAT: Account = {
  id: 583231,
  login: 'octocat',
  name: 'Mona Octocat',
  emails: [
    { email: 'old@example.com', primary: false, verified: true, visibility: null },
    { email: 'Mona@Example.com', primary: true, verified: true, visibility: 'private' },
  ],
};

const github = new FakeGithub();
let settings: GithubSettings;
beforeAll(async () => {
  const url = await github.start();
  settings = {
    ...APPLICATION,
    signingKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    issuer: 'https://api.example.com/v1/github',
    redirectUris: [COGNITO],
    githubUrl: url,
    apiUrl: url,
  };
});
beforeEach(() => {
  github.trouble = null;
});
afterAll(() => github.stop());

type Handler = HttpHandler<GithubSettings | null>;
type Query = Readonly<Record<string, string>>;
const asking = (handler: Handler, search: Query, at = START): Promise<Response> =>
  handler(settings, request(undefined, { search, at }));
const posting = async (form: Query, at = START) =>
  said(await githubToken(settings, request(undefined, { body: new URLSearchParams(form).toString(), at })));
const located = ({ statusCode, headers }: Response): URL => {
  expect(statusCode).toBe(302);
  return new URL(headers['location'] as string);
};

const ASKED: Query = {
  client_id: APPLICATION.clientId,
  redirect_uri: COGNITO,
  response_type: 'code',
  scope: 'openid email profile',
  state: 'state-of-cognito',
  nonce: 'nonce-of-cognito',
};

/** From Cognito to GitHub and back to Cognito; gives what Cognito gets. */
const codeFor = async (account: Account, more: Query = {}): Promise<URLSearchParams> => {
  const atGithub = located(await asking(githubAuthorize, { ...ASKED, ...more }));
  const back = github.allows(atGithub.href, account);
  const atCognito = located(await asking(githubCallback, Object.fromEntries(back.searchParams)));
  expect(atCognito.href.split('?')[0]).toBe(COGNITO);
  return atCognito.searchParams;
};

const grant = (code: string | null, more: Query = {}): Query => ({
  grant_type: 'authorization_code',
  client_id: APPLICATION.clientId,
  client_secret: APPLICATION.clientSecret,
  redirect_uri: COGNITO,
  code: code ?? '',
  ...more,
});

const verified = async (token: string) => {
  const keys = (await githubKeys(settings, request())).body;
  const fetch = async () => new TextEncoder().encode(keys).buffer as ArrayBuffer;
  return idTokenVerifier({ issuer: settings.issuer, clientId: APPLICATION.clientId }, { fetch })(token);
};
const claimsIn = (token: unknown) => JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

it('gives Cognito an ID token with the primary e-mail, its state and its nonce, signed by the published key', async () => {
  const answer = await codeFor(OCTOCAT);
  expect(answer.get('state')).toBe('state-of-cognito');
  const tokens = await posting(grant(answer.get('code')));
  expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer' });
  expect(claimsIn(tokens['id_token'])).toMatchObject({
    iss: settings.issuer,
    aud: APPLICATION.clientId,
    sub: '583231',
    nonce: 'nonce-of-cognito',
    name: 'Mona Octocat',
    preferred_username: 'octocat',
    email: 'mona@example.com',
    email_verified: true,
  });
  // The same verifier as the API's: all is right but its use, which only Cognito writes.
  expect(await verified(String(tokens['id_token']))).toMatchObject({ ok: false, error: expect.any(String) });
  const info = await githubUserinfo(
    settings,
    request(undefined, { headers: { authorization: `Bearer ${tokens['access_token']}` } }),
  );
  expect(said(info)).toMatchObject({ status: 200, sub: '583231', email: 'mona@example.com', email_verified: true });
});

it('asks GitHub for a challenge of its own, and shows neither its secret nor the nonce to anybody', async () => {
  const at = located(await asking(githubAuthorize, ASKED));
  expect(at.searchParams.get('code_challenge_method')).toBe('S256');
  expect(at.searchParams.get('redirect_uri')).toBe(`${settings.issuer}/callback`);
  for (const secret of [APPLICATION.clientSecret, 'nonce-of-cognito', 'state-of-cognito']) {
    expect(at.href).not.toContain(secret);
    expect(Buffer.from(at.searchParams.get('state') ?? '', 'base64url').toString('latin1')).not.toContain(secret);
  }
});

it('holds whoever asked with PKCE to it', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const more = { code_challenge: challenge, code_challenge_method: 'S256' };
  for (const wrong of [{}, { code_verifier: 'x'.repeat(43) }]) {
    const code = (await codeFor(OCTOCAT, more)).get('code');
    expect(await posting(grant(code, wrong))).toMatchObject({ status: 400, error: 'invalid_grant' });
  }
  const code = (await codeFor(OCTOCAT, more)).get('code');
  expect(await posting(grant(code, { code_verifier: verifier }))).toMatchObject({ status: 200 });
});

it.each<readonly [string, Account['emails']]>([
  ['only of another address', [{ email: 'a@example.com', primary: false, verified: true, visibility: null }]],
  ['of none that is verified', [{ email: 'a@example.com', primary: true, verified: false, visibility: null }]],
  ['of none at all', []],
])('signs in nobody whom GitHub knows %s', async (_, emails) => {
  const code = (await codeFor({ ...OCTOCAT, emails })).get('code');
  const answer = await posting(grant(code));
  expect(answer).toMatchObject({ status: 400, error: 'access_denied' });
  expect(answer['error_description']).toMatch(/verified/);
});

it('takes a code once, soon, from Cognito alone, and for the address that it was made for', async () => {
  const code = (await codeFor(OCTOCAT)).get('code');
  const invalid = { status: 400, error: 'invalid_grant' };
  expect(await posting(grant(code, { client_secret: 'a guess' }))).toMatchObject({
    status: 401,
    error: 'invalid_client',
  });
  expect(await posting(grant(code, { redirect_uri: 'https://evil.example' }))).toMatchObject(invalid);
  expect(await posting(grant(code), addSeconds(START, 121))).toMatchObject(invalid);
  expect(await posting(grant(`${code}x`))).toMatchObject(invalid);
  expect(await posting(grant('made up'))).toMatchObject(invalid);
  expect(await posting(grant(code))).toMatchObject({ status: 200 });
  expect(await posting(grant(code))).toMatchObject(invalid);
  expect(await posting(grant(code, { grant_type: 'password' }))).toMatchObject({ error: 'unsupported_grant_type' });
  expect(await posting(grant(''))).toMatchObject({ status: 400, error: 'invalid_request' });
});

it('does not take what it sealed for one use for another', async () => {
  const state = located(await asking(githubAuthorize, ASKED)).searchParams.get('state') ?? '';
  expect(await posting(grant(state))).toMatchObject({ status: 400, error: 'invalid_grant' });
  const code = (await codeFor(OCTOCAT)).get('code') ?? '';
  expect((await asking(githubCallback, { code: 'x', state: code })).statusCode).toBe(400);
});

it.each<readonly [string, Query, string]>([
  ['an unknown application', { client_id: 'other' }, 'client_id'],
  ['an address that is not ours', { redirect_uri: 'https://evil.example/' }, 'redirect_uri'],
  ['an address that begins like ours', { redirect_uri: `${COGNITO}.evil.example` }, 'redirect_uri'],
])('sends nobody on for %s', async (_, more, field) => {
  expect(said(await asking(githubAuthorize, { ...ASKED, ...more }))).toMatchObject({ status: 400, field });
});

it.each<readonly [Query, string]>([
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ scope: 'email' }, 'invalid_scope'],
  [{ code_challenge: 'x', code_challenge_method: 'plain' }, 'invalid_request'],
  [{ nonce: 'x'.repeat(2001) }, 'invalid_request'],
])('sends Cognito the error of %j back', async (more, error) => {
  const at = located(await asking(githubAuthorize, { ...ASKED, ...more }));
  expect(at.href.startsWith(COGNITO)).toBe(true);
  expect(Object.fromEntries(at.searchParams)).toEqual({ error, state: 'state-of-cognito' });
});

it('tells Cognito when somebody cancels, and takes no state that is made up or too old', async () => {
  const atGithub = located(await asking(githubAuthorize, ASKED)).href;
  const back = Object.fromEntries(github.cancels(atGithub).searchParams);
  const at = located(await asking(githubCallback, back));
  expect(Object.fromEntries(at.searchParams)).toEqual({ error: 'access_denied', state: 'state-of-cognito' });
  expect((await asking(githubCallback, back, addSeconds(START, 601))).statusCode).toBe(400);
  expect((await asking(githubCallback, { code: 'x', state: 'made-up' })).statusCode).toBe(400);
  expect((await asking(githubCallback, {})).statusCode).toBe(400);
});

it.each(['silence', { status: 502, body: '<html>Unicorn!</html>' }, { status: 200, body: '<html>' }] as const)(
  'says that GitHub cannot be asked while it answers with %j',
  async (trouble) => {
    const code = (await codeFor(OCTOCAT)).get('code');
    github.trouble = trouble;
    expect(await posting(grant(code))).toMatchObject({ status: 503, error: 'temporarily_unavailable' });
  },
);

it.each([{}, { authorization: 'Bearer gho_unknown' }, { authorization: 'Basic eDp5' }])(
  'tells nothing of anybody for %j',
  async (headers) => {
    const answer = await githubUserinfo(settings, request(undefined, { headers: headers as Query }));
    expect(said(answer)).toMatchObject({ status: 401, error: 'invalid_token' });
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  },
);

it('publishes where everything is, and no secret', async () => {
  expect(said(await githubDiscovery(settings, request()))).toMatchObject({
    issuer: 'https://api.example.com/v1/github',
    token_endpoint: 'https://api.example.com/v1/github/token',
    jwks_uri: 'https://api.example.com/v1/github/.well-known/jwks.json',
  });
  const { keys } = said(await githubKeys(settings, request())) as unknown as { keys: object[] };
  expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
});

it.each([githubAuthorize, githubCallback, githubDiscovery, githubKeys, githubToken, githubUserinfo])(
  'says that it is not set up where GitHub is not used (%#)',
  async (handler) => {
    expect(said(await handler(null, request()))).toMatchObject({ status: 404, field: 'GITHUB_CLIENT_ID' });
  },
);
