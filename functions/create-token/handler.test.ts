import { expect, it } from 'vitest';
import { API_TOKENS } from '../../shared/data/secret-store.ts';
import { later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { sha256 } from '../../shared/runtime/sha256.ts';
import { createToken } from './handler.ts';

const { ask, stores } = givenConfiguration();
type Made = { status: number; id: string; token: string };
const make = async (body: unknown) => (await ask(createToken, '', body)) as unknown as Made;

it('shows 32 random bytes once, and keeps only their hash', async () => {
  const { status, id, token } = await make({ name: 'CI', role: 'responder', expiresAt: later(3600) });
  expect(status).toBe(201);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(await stores().directory.token(sha256(token))).toMatchObject({
    id,
    role: 'responder',
    expiresAt: later(3600),
  });
  expect(JSON.stringify(await stores().config.tokens.get(API_TOKENS, id))).not.toContain(token);
});

it('acts for a person, who can do no more with it than without', async () => {
  expect(await make({ name: 'Laptop', role: 'responder', userId: 'ada' })).toMatchObject({
    status: 201,
    userId: 'ada',
  });
  expect(await make({ name: 'Laptop', role: 'admin', userId: 'ada' })).toMatchObject({ status: 400, field: 'role' });
});

it('is kept to the parts of the API that it names', async () => {
  const { id, token } = await make({ name: 'CI', role: 'responder', scopes: ['incidents', 'oncall'] });
  expect(await stores().directory.token(sha256(token))).toMatchObject({ id, scopes: ['incidents', 'oncall'] });
});

it.each([
  ['scopes[0]', { name: 'X', role: 'viewer', scopes: ['tokens'] }],
  ['scopes', { name: 'X', role: 'viewer', scopes: [] }],
  ['name', { role: 'viewer' }],
  ['role', { name: 'X', role: 'owner' }],
  ['role', { name: 'X' }],
  ['userId', { name: 'X', role: 'viewer', userId: 'none' }],
  ['expiresAt', { name: 'X', role: 'viewer', expiresAt: START }],
  ['expiresAt', { name: 'X', role: 'viewer', expiresAt: 'soon' }],
])('refuses a wrong %s', async (field, body) => {
  expect(await make(body)).toMatchObject({ status: 400, field });
});

it('forgets those that have expired', async () => {
  const old = { id: 'old', name: 'Old', role: 'viewer', userId: null, expiresAt: START } as const;
  await stores().directory.putToken('old-hash', old);
  await make({ name: 'New', role: 'viewer' });
  expect(await stores().config.tokens.get(API_TOKENS, 'old')).toBeUndefined();
  expect(await stores().directory.token('old-hash')).toBeUndefined();
});
