import { expect, it } from 'vitest';
import { ADA, later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { listMaintenance } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('lists the windows of a service', async () => {
  expect(await ask(listMaintenance, 'checkout')).toMatchObject({ items: [], next: null });
  const { services } = stores().config;
  const service = await services.get('checkout');
  if (!service) throw new Error('there is no service');
  const maintenance = [{ id: 'w', from: START, to: later(60), reason: 'a new disk', by: ADA }];
  await services.replace({ ...service, maintenance, version: 2 }, 1);
  expect(await ask(listMaintenance, 'checkout')).toMatchObject({ items: maintenance });
  expect(await ask(listMaintenance, 'none')).toMatchObject({ status: 404 });
});
