import { keysOf } from '../../data/secret-store.ts';
import { isValid, type Service } from '../../domain/directory/service.ts';
import type { ServiceId } from '../../lib/ids.ts';
import { clock } from '../clock.ts';
import { resource } from '../http/resource.ts';
import { ServiceInput, ServicePatch } from '../schemas/service.ts';
import type { ConfigDeps } from './deps.ts';

/** Services: what monitors send alerts for, and whose policy pages. */
export const SERVICES = resource<ConfigDeps, Service>()({
  noun: 'service',
  path: '/v1/services',
  input: ServiceInput,
  patch: ServicePatch,
  store: ({ config }) => config.services,
  make: (input, id) => ({ ...input, id: id as ServiceId, version: 1 }),
  view: (service) => ({ ...service, maintenance: service.maintenance ?? [] }),
  problems: async ({ config }, { policyId }) =>
    policyId === null || (await config.policies.get(policyId)) ? [] : [{ field: 'policyId', message: 'is no policy' }],
  // A key without its service could take in nothing: the alerts of its monitor would be lost.
  referrers: async ({ config }, { id }) =>
    (await config.keys.list(keysOf(id)))
      .filter(({ value }) => isValid(value, clock().now()))
      .map((key) => ({ type: 'key', id: key.id, name: key.value.name })),
});
