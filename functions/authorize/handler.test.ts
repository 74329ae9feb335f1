import { createHash } from 'node:crypto';
import { FetchError } from 'aws-jwt-verify/error';
import { expect, it } from 'vitest';
import {
  CLIENT,
  ISSUER,
  idToken,
  provider,
  signedWithPublicKey,
  signer,
  unsigned,
} from '../../shared/runtime/fixtures/id-tokens.ts';
import { idTokenVerifier } from '../../shared/runtime/sign-in/id-token.ts';
import { authorize } from './handler.ts';

process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const LATER = '2999-01-01T00:00:00.000Z';
const token = (id: string, role: string, userId: string | null, expiresAt: string | null = null) =>
  [hash(id), { id, name: `Token ${id}`, role, userId, expiresAt }] as const;
const TOKENS = new Map([
  token('demo', 'admin', null),
  token('ada', 'responder', 'ada', LATER),
  token('vera', 'admin', 'vera'),
  token('gone', 'admin', 'gone'),
  token('old', 'admin', null, '2020-01-01T00:00:00.000Z'),
]);
const USERS = [
  { id: 'ada', name: 'Ada Park', role: 'admin', email: 'ada@example.com' },
  { id: 'vera', name: 'Vera Lind', role: 'viewer', email: 'vera@example.com' },
];
const directory = {
  token: async (key: string) => TOKENS.get(key),
  user: async (id: string) => USERS.find((user) => user.id === id),
  userOfEmail: async (email: string) => USERS.find((user) => user.email === email),
};

const OURS = signer('ours');
const OTHER = signer('other');
const settings = { issuer: ISSUER, clientId: CLIENT };
const deps = (more: object = {}) => ({
  directory,
  verify: idTokenVerifier(settings, provider(OURS).fetcher),
  strangersMayLook: false,
  breakGlass: [],
  ...more,
});
const asked = async (authorization?: string, more: object = {}) =>
  authorize(deps(more) as never, { headers: authorization === undefined ? {} : { authorization } } as never);
const signedIn = async (jwt: string, more: object = {}) => (await asked(`Bearer ${jwt}`, more)).context;

it.each([
  ['Bearer demo', { role: 'admin', kind: 'token', id: 'demo', name: 'Token demo', reason: '' }],
  ['bearer ada', { role: 'responder', kind: 'user', id: 'ada', name: 'Ada Park', via: 'api' }],
  ['Bearer vera', { role: 'viewer', kind: 'user', id: 'vera' }],
  ['Bearer gone', { role: 'none', reason: 'belongs to somebody who is not here any more' }],
  ['Bearer old', { role: 'none', reason: 'has expired: make a new token' }],
  ['Bearer other', { role: 'none', reason: 'is not a token that is known here' }],
  ['Basic demo', { role: 'none', reason: 'is not of the form Bearer <token>' }],
  ['Bearer a b', { role: 'none' }],
  ['Bearer ', { role: 'none' }],
  [undefined, { role: 'none', reason: 'is missing: send Authorization: Bearer <token>' }],
])('makes of %j a caller or a reason, and leaves the refusing to the function', async (header, context) => {
  expect(await asked(header)).toMatchObject({ isAuthorized: true, context });
});

it.each([513, 8193])('makes nothing of a token of %i letters', async (length) => {
  expect(await asked(`Bearer ${'x'.repeat(length)}`)).toMatchObject({ context: { role: 'none', id: '' } });
});

it('knows who signed in by their e-mail, and takes their role from our own records', async () => {
  const admin = idToken(OURS, { email: 'VERA@example.com', 'cognito:groups': ['admin'], role: 'admin' });
  expect(await signedIn(admin)).toEqual({
    role: 'viewer',
    kind: 'user',
    id: 'vera',
    name: 'Vera Lind',
    via: 'dashboard',
    scopes: '',
    reason: '',
  });
  expect(await signedIn(idToken(OURS))).toMatchObject({ role: 'admin', id: 'ada' });
});

const another = (claims: object) => () => idToken(OURS, claims);

it.each<readonly [string, () => string, RegExp]>([
  ['that is expired', another({ exp: 1_700_000_000 }), /has expired: sign in again/],
  ['that is not valid yet', another({ nbf: 32_472_144_000 }), /not valid yet/],
  ['that never ends', another({ exp: undefined }), /when it ends/],
  ['of another pool', another({ iss: `${ISSUER}2` }), /somebody else/],
  ['of no issuer', another({ iss: undefined }), /somebody else/],
  ['for another application', another({ aud: 'another-client' }), /another application/],
  ['for no application', another({ aud: undefined }), /another application/],
  ['that is an access token', another({ token_use: 'access', aud: undefined }), /send the ID token/],
  ['without a use', another({ token_use: undefined }), /not an ID token/],
  ['without a subject', another({ sub: undefined }), /whose it is/],
  ['without an e-mail', another({ email: undefined }), /no e-mail/],
  ['whose e-mail is not confirmed', another({ email_verified: false }), /confirmed/],
  ['of a stranger', another({ email: 'eve@example.com' }), /not a user here: an admin can add them/],
  ['signed by nobody', () => unsigned(idToken(OURS)), /not a signed token/],
  ['signed by nobody that has a signature all the same', () => `${unsigned(idToken(OURS))}c2ln`, /RS256/],
  ['signed with the public key as a secret', () => signedWithPublicKey(OURS, idToken(OURS)), /RS256/],
  ['signed with another key of the same name', () => idToken({ ...OTHER, kid: 'ours' }), /not signed with a key/],
  ['signed with a key that is not published', () => idToken(OTHER), /not signed with a key/],
  ['without the name of a key', () => idToken(OURS, {}, { kid: undefined }), /not signed with a key/],
  ['with a key of its own', () => idToken(OTHER, {}, { jwk: OTHER.publicKey.export({ format: 'jwk' }) }), /not signed/],
  ['with another algorithm', () => idToken(OURS, {}, { alg: 'RS512' }), /RS256/],
  ['whose payload was changed', () => forged(idToken(OURS)), /not signed with a key/],
  ['that is no JSON', () => 'aaaa.bbbb.cccc', /not a signed token/],
])('refuses a token %s', async (_, jwt, reason) => {
  const context = await signedIn(jwt());
  expect(context).toMatchObject({ role: 'none', id: '', name: '' });
  expect(context?.reason).toMatch(reason);
});

/** Ada's token with Vera's e-mail. */
const forged = (jwt: string): string => {
  const [header, body = '', signature] = jwt.split('.');
  const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), email: 'vera@example.com' };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
};

it('lets strangers look around where that is wished, and do nothing else', async () => {
  const jwt = idToken(OURS, { email: 'eve@example.com' });
  expect(await signedIn(jwt, { strangersMayLook: true })).toMatchObject({ role: 'viewer', name: 'A guest' });
});

it('knows the break-glass accounts by who they are at the provider, also without a user or an e-mail', async () => {
  const more = { breakGlass: ['first', 'second'] };
  const context = await signedIn(idToken(OURS, { sub: 'second', email: undefined }), more);
  expect(context).toMatchObject({ role: 'admin', kind: 'user', id: 'break-glass-2', name: 'Break-glass account 2' });
  expect(await signedIn(idToken(OURS, { sub: 'third', email: undefined }), more)).toMatchObject({ role: 'none' });
});

it('takes only its own tokens where nobody can sign in', async () => {
  expect(await signedIn(idToken(OURS), { verify: null })).toMatchObject({ role: 'none', id: '' });
  expect(await asked('Bearer demo', { verify: null })).toMatchObject({ context: { role: 'admin' } });
});

it('asks for the keys once, and for one that is unknown not again and again', async () => {
  const { fetcher, asked: fetched } = provider(OURS);
  const verify = idTokenVerifier(settings, fetcher);
  await Promise.all([verify(idToken(OURS)), verify(idToken(OURS)), verify(idToken(OURS))]);
  expect(fetched).toEqual([`${ISSUER}/.well-known/jwks.json`]);
  for (let tried = 0; tried < 5; tried += 1) expect(await verify(idToken(OTHER))).toMatchObject({ ok: false });
  expect(fetched).toHaveLength(2);
  expect(await verify(idToken(OURS))).toMatchObject({ ok: true });
});

it('asks nobody for keys because of a token that cannot be good', async () => {
  const { fetcher, asked: fetched } = provider(OURS);
  const verify = idTokenVerifier(settings, fetcher);
  for (const jwt of ['a.b.c', unsigned(idToken(OURS)), idToken(OTHER, { iss: 'https://evil.example' })]) {
    expect(await verify(jwt)).toMatchObject({ ok: false });
  }
  expect(fetched).toEqual([]);
});

it('does not call a token bad while the keys cannot be had', async () => {
  const fetch = async (uri: string) => Promise.reject(new FetchError(uri, 'no answer'));
  await expect(signedIn(idToken(OURS), { verify: idTokenVerifier(settings, { fetch }) })).rejects.toThrow(FetchError);
});
