import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { getPolicy } from './handler.ts';

const { ask } = givenConfiguration();

it('shows what is there, and says when it is not', async () => {
  expect(await ask(getPolicy, 'checkout')).toMatchObject({
    status: 200,
    id: 'checkout',
    rounds: 1,
    levels: [{ timeoutSeconds: 300 }],
    version: 1,
  });
  expect(await ask(getPolicy, 'nobody')).toMatchObject({ status: 404, field: 'id' });
});
