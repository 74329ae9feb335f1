import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tables } from '../../../shared/data/table.ts';
import { directory } from '../../../shared/runtime/stores.ts';
import { type Region, startRegion } from '../region.ts';
import { seed } from '../seed.ts';
import { keysOf } from './keys.ts';
import { Browser, beginning, configAt, exchange, type SignInConfig, signInAs } from './test-browser.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'pd-lite-sign-in-'));
const begin = () =>
  startRegion({
    port: 0,
    dataDir,
    region: 'us-east-1',
    clockSpeed: 1,
    demoToken: 'demo',
    tables: tables({ table: 'sign-in', idempotency: 'sign-in-idempotency' }),
    seed,
  });

let region: Region;
let config: SignInConfig;
beforeAll(async () => {
  region = await begin();
  config = await configAt(region.url);
});
afterAll(async () => {
  await region.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const declared = async (token: string) => {
  const answer = await fetch(`${region.url}/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Checkout is slow' }),
  });
  return { status: answer.status, body: (await answer.json()) as { declaredBy: unknown; detail: string } };
};

const claimsIn = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

it('tells the dashboard where to sign in, under the name that it was asked by', async () => {
  expect(config).toEqual({
    issuer: `${region.url}/_idp`,
    clientId: 'pd-lite-dashboard',
    authorizeUrl: `${region.url}/_idp/oauth2/authorize`,
    tokenUrl: `${region.url}/_idp/oauth2/token`,
    logoutUrl: `${region.url}/_idp/logout`,
    apiUrl: region.url,
  });
  const other = region.url.replace('127.0.0.1', 'localhost');
  expect(await configAt(other)).toMatchObject({ issuer: config.issuer, apiUrl: other });
});

it('asks who one wants to be, without a password and without a script', async () => {
  const { response } = await new Browser(region.url).follow(beginning(config).url);
  const page = await response.text();
  expect(page).toContain('Sign in as Ada Park');
  expect(page).toContain('Sign in as Cleo Marin');
  expect(page).not.toContain('Duty manager');
  expect(page).not.toContain('<script');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});

it('lets Ben declare an incident in the dashboard, as Ben', async () => {
  const { id_token: token } = await signInAs(region.url, 'ben');
  expect(claimsIn(token)).toMatchObject({
    iss: config.issuer,
    aud: config.clientId,
    token_use: 'id',
    email: 'ben@example.com',
    email_verified: true,
    nonce: 'the-nonce',
  });
  expect(await declared(token)).toMatchObject({
    status: 201,
    body: { declaredBy: { kind: 'user', id: 'ben', name: 'Ben Osei', via: 'dashboard' } },
  });
});

it('goes by the role that somebody has now, not when they signed in', async () => {
  const { id_token: token } = await signInAs(region.url, 'cleo');
  const cleo = await directory().user('cleo' as never);
  if (!cleo) throw new Error('there is no Cleo');
  await directory().putUser({ ...cleo, role: 'viewer', version: cleo.version + 1 });
  expect(await declared(token)).toMatchObject({ status: 403, body: { detail: expect.stringContaining('responder') } });
  await directory().removeUser('cleo' as never);
  expect(await declared(token)).toMatchObject({ status: 401, body: { detail: expect.stringContaining('not a user') } });
  await directory().putUser(cleo);
});

it('gives a new token for a refresh token, once', async () => {
  const { refresh_token: refresh } = await signInAs(region.url, 'ada');
  const again = await exchange(config, { grant_type: 'refresh_token', refresh_token: refresh });
  expect(again.status).toBe(200);
  expect((await declared(again.body.id_token)).status).toBe(201);
});

it('says that an access token is not what is wanted', async () => {
  const { access_token: token } = await signInAs(region.url, 'ada');
  expect((await declared(token)).status).toBe(401);
});

it('remembers who it was until they sign out, and goes back only to the dashboard', async () => {
  const browser = new Browser(region.url);
  await signInAs(region.url, 'ben', browser);
  expect((await browser.follow(beginning(config).url)).at.pathname).toBe('/auth/callback');
  const out = (to: string) => `${config.logoutUrl}?client_id=${config.clientId}&logout_uri=${encodeURIComponent(to)}`;
  expect((await browser.ask(out('https://evil.example/'))).status).toBe(400);
  const answer = await browser.ask(out(`${region.url}/`));
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `${region.url}/`]);
  expect((await browser.follow(beginning(config).url)).at.pathname).toMatch(/^\/_idp\/sign-in\//);
});

it.each<readonly [string, Readonly<Record<string, string>>]>([
  ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
  ['with plain PKCE', { code_challenge_method: 'plain' }],
  ['for another application', { client_id: 'another' }],
  ['to another address', { redirect_uri: 'https://evil.example/auth/callback' }],
  ['by the implicit flow', { response_type: 'id_token' }],
])('begins no sign-in %s', async (_, more) => {
  const { at, response } = await new Browser(region.url).follow(beginning(config, more).url);
  expect(`${at.search}${at.hash}`).not.toMatch(/[?#&](code|id_token)=/);
  if (at.pathname === '/auth/callback') expect(`${at.search}${at.hash}`).toContain('error=');
  else expect(response.status).toBe(400);
});

it('gives nothing for a code whose secret one does not have, nor twice for one', async () => {
  const browser = new Browser(region.url);
  const { url, verifier, redirectUri } = beginning(config);
  const page = await browser.follow(url);
  const { at } = await browser.follow(page.at.href, { account: 'ada' });
  expect(at.searchParams.get('state')).toBe('the-state');
  const grant = {
    grant_type: 'authorization_code',
    code: at.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
  };
  const stolen = await exchange(config, { ...grant, code_verifier: 'x'.repeat(43) });
  expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  await exchange(config, { ...grant, code_verifier: verifier });
  expect((await exchange(config, { ...grant, code_verifier: verifier })).status).toBe(400);
});

it('signs in nobody who is not there, nor whoever has no e-mail', async () => {
  const browser = new Browser(region.url);
  const { at } = await browser.follow(beginning(config).url);
  for (const account of ['nobody', 'duty-manager', '']) {
    expect((await browser.ask(at.href, { account })).status).toBe(200);
  }
});

it('is for this machine alone', async () => {
  const foreign = { headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await fetch(`${region.url}/config.json`, foreign)).status).toBe(403);
  expect((await fetch(beginning(config).url, { ...foreign, redirect: 'manual' })).status).toBe(403);
});

it('keeps its key, readable for its owner alone, so that a restart signs nobody out', async () => {
  await signInAs(region.url, 'ada');
  expect(statSync(join(dataDir, 'sign-in', 'keys.json')).mode & 0o777).toBe(0o600);
  const published = await (await fetch(`${region.url}/_idp/.well-known/jwks.json`)).text();
  expect(published).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  const [first, second] = [await keysOf(dataDir), await keysOf(dataDir)];
  expect(first).toEqual(second);
  expect(published).toContain((first.jwks.keys[0] as { n: string }).n);
});

it('has other keys in every directory, and without one', async () => {
  const all = [await keysOf(dataDir), await keysOf(null), await keysOf(null)];
  expect(new Set(all.map(({ cookieSecret }) => cookieSecret)).size).toBe(3);
});
