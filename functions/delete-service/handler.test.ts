import { expect, it } from 'vitest';
import { keysOf } from '../../shared/data/secret-store.ts';
import type { IntegrationId, ServiceId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { deleteService } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('keeps a service that a monitor has a key of, and lets it go afterwards', async () => {
  const { config, directory } = stores();
  const integration = { id: 'k' as IntegrationId, name: 'Prometheus', serviceId: 'checkout' as ServiceId };
  await directory.putIntegration('hash', integration);
  expect(await ask(deleteService, 'checkout')).toMatchObject({
    status: 409,
    code: 'in-use',
    usedBy: [{ type: 'key', id: 'k', name: 'Prometheus' }],
  });
  await config.keys.remove(keysOf('checkout'), { id: 'k', hash: 'hash' });
  expect(await ask(deleteService, 'checkout')).toEqual({ status: 204 });
});
