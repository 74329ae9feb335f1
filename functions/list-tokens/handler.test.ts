import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { listTokens } from './handler.ts';

const { ask, response, stores } = givenConfiguration();

it('lists the tokens, and nothing that opens anything', async () => {
  const token = { id: 't', name: 'CI', role: 'viewer', userId: null, expiresAt: null } as const;
  await stores().directory.putToken('the-hash', token);
  expect(await ask(listTokens, '')).toMatchObject({ items: [{ ...token, createdAt: null }], next: null });
  expect((await response(listTokens, '')).body).not.toContain('hash');
});
