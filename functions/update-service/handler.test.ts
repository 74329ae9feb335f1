import { expect, it } from 'vitest';
import type { ServiceId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { updateService } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('changes whose policy pages, and leaves the rest', async () => {
  expect(await ask(updateService, 'checkout', { version: 1, policyId: null })).toMatchObject({
    status: 200,
    name: 'Checkout',
    policyId: null,
    version: 2,
  });
  expect(await stores().directory.service('checkout' as ServiceId)).toMatchObject({ policyId: null });
  expect(await ask(updateService, 'checkout', { version: 2, policyId: 'none' })).toMatchObject({ field: 'policyId' });
});
