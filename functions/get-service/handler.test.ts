import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { getService } from './handler.ts';

const { ask } = givenConfiguration();

it('shows what is there, and says when it is not', async () => {
  expect(await ask(getService, 'checkout')).toMatchObject({
    status: 200,
    id: 'checkout',
    name: 'Checkout',
    policyId: 'checkout',
    maintenance: [],
  });
  expect(await ask(getService, 'nobody')).toMatchObject({ status: 404, field: 'id' });
});
