import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { authorize } from './handler.ts';

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const TOKENS = new Map([
  [hash('demo'), { id: 't1', name: 'Demo', role: 'admin', userId: null, expiresAt: null }],
  [
    hash('ada'),
    { id: 't2', name: 'Ada Park', role: 'responder', userId: 'ada', expiresAt: '2999-01-01T00:00:00.000Z' },
  ],
  [hash('old'), { id: 't3', name: 'Old', role: 'admin', userId: null, expiresAt: '2020-01-01T00:00:00.000Z' }],
]);
const deps = { directory: { token: async (key: string) => TOKENS.get(key) } } as never;
const asked = async (authorization?: string) =>
  authorize(deps, { headers: authorization === undefined ? {} : { authorization } } as never);

it.each([
  ['Bearer demo', { role: 'admin', kind: 'token', id: 't1', name: 'Demo', reason: '' }],
  ['bearer ada', { role: 'responder', kind: 'user', id: 'ada', name: 'Ada Park' }],
  ['Bearer old', { role: 'none', reason: 'has expired: make a new token' }],
  ['Bearer other', { role: 'none', reason: 'is not a token that is known here' }],
  ['Basic demo', { role: 'none', reason: 'is not of the form Bearer <token>' }],
  ['Bearer a b', { role: 'none' }],
  ['Bearer ', { role: 'none' }],
  [`Bearer ${'x'.repeat(513)}`, { role: 'none' }],
  [undefined, { role: 'none', reason: 'is missing: send Authorization: Bearer <token>' }],
])('makes of %j a caller or a reason, and leaves the refusing to the function', async (header, context) => {
  expect(await asked(header)).toMatchObject({ isAuthorized: true, context });
});
