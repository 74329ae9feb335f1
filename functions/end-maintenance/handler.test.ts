import { beforeAll, expect, it } from 'vitest';
import { maintenanceAt } from '../../shared/domain/directory/maintenance.ts';
import { ADA, later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { endMaintenance } from './handler.ts';

const { ask, stores } = givenConfiguration();
const ending = (windowId: string, id = 'checkout') => ask(endMaintenance, '', undefined, { params: { id, windowId } });
const window = (id: string, from: number, to: number) => ({
  id,
  from: later(from),
  to: later(to),
  reason: id,
  by: ADA,
});

beforeAll(async () => {
  const { services } = stores().config;
  const service = await services.get('checkout');
  if (!service) throw new Error('there is no service');
  const maintenance = [window('over', -60, -30), window('now', -10, 600), window('next', 700, 800)];
  await services.replace({ ...service, maintenance, version: 2 }, 1);
});

it('ends what has begun, and takes away what has not', async () => {
  expect(await ending('now')).toEqual({ status: 204 });
  expect(await ending('next')).toEqual({ status: 204 });
  const service = await stores().config.services.get('checkout');
  expect(service?.maintenance).toMatchObject([{ id: 'over' }, { id: 'now', to: START }]);
  expect(service && maintenanceAt(service, START)).toBeUndefined();
});

it('knows no window that is over, or never was', async () => {
  for (const id of ['over', 'now', 'none']) expect(await ending(id)).toMatchObject({ status: 404 });
  expect(await ending('now', 'none')).toMatchObject({ status: 404 });
});
