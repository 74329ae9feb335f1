import { beforeEach, expect, it } from 'vitest';
import { later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IntegrationId, ServiceId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { deleteKey } from './handler.ts';

const { ask, stores } = givenConfiguration();
const asking = (keyId: string, search: Record<string, string> = {}, id = 'checkout') =>
  ask(deleteKey, '', undefined, { params: { id, keyId }, search });

beforeEach(() =>
  stores().directory.putIntegration('hash', {
    id: 'k' as IntegrationId,
    name: 'Prometheus',
    serviceId: 'checkout' as ServiceId,
  }),
);

it('takes a key away at once', async () => {
  expect(await asking('k')).toEqual({ status: 204 });
  expect(await stores().directory.integration('hash')).toBeUndefined();
  expect(await asking('k')).toMatchObject({ status: 404 });
});

it('lets it work a while longer when there is to be an overlap', async () => {
  expect(await asking('k', { overlapMinutes: '60' })).toMatchObject({ status: 200, expiresAt: later(3600) });
  expect(await stores().directory.integration('hash')).toMatchObject({ expiresAt: later(3600) });
});

it.each(['', '-1', '1.5', 'soon', '10081'])('refuses an overlap of %j', async (overlapMinutes) => {
  expect(await asking('k', { overlapMinutes })).toMatchObject({ status: 400, field: 'overlapMinutes' });
});

it('knows no key of another service', async () => {
  expect(await asking('k', {}, 'other')).toMatchObject({ status: 404 });
  expect(await asking('../k')).toMatchObject({ status: 404 });
});

it('brings back no key that another takes away while it is given a while longer', async () => {
  const { keys } = stores().config;
  const slow = {
    ...keys,
    change: async (...given: Parameters<typeof keys.change>) => {
      await keys.remove(given[0], given[1]);
      return keys.change(...given);
    },
  };
  const deps = { config: { services: stores().config.services, keys: slow } } as never;
  await ask((_deps, request) => deleteKey(deps, request), '', undefined, {
    params: { id: 'checkout', keyId: 'k' },
    search: { overlapMinutes: '60' },
  });
  expect(await stores().directory.integration('hash')).toBeUndefined();
});
