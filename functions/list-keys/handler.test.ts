import { expect, it } from 'vitest';
import { START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IntegrationId, ServiceId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { listKeys } from './handler.ts';

const { ask, response, stores } = givenConfiguration();

it('lists the keys that work, and nothing that opens anything', async () => {
  const serviceId = 'checkout' as ServiceId;
  const { directory } = stores();
  await directory.putIntegration('a-hash', { id: 'a' as IntegrationId, name: 'Prometheus', serviceId });
  await directory.putIntegration('b-hash', { id: 'b' as IntegrationId, name: 'Old', serviceId, expiresAt: START });
  expect(await ask(listKeys, 'checkout')).toEqual({
    status: 200,
    items: [{ id: 'a', name: 'Prometheus', serviceId, integrationId: 'a', createdAt: null, expiresAt: null }],
    next: null,
  });
  expect((await response(listKeys, 'checkout')).body).not.toContain('hash');
  expect(await ask(listKeys, 'none')).toMatchObject({ status: 404 });
});
