import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { deleteToken } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('takes a token away', async () => {
  const token = { id: 't', name: 'CI', role: 'viewer', userId: null, expiresAt: null } as const;
  await stores().directory.putToken('the-hash', token);
  expect(await ask(deleteToken, 't')).toEqual({ status: 204 });
  expect(await stores().directory.token('the-hash')).toBeUndefined();
  for (const id of ['t', '', 'A B', '__proto__']) expect(await ask(deleteToken, id)).toMatchObject({ status: 404 });
});
