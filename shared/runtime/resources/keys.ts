import type { KeptSecret } from '../../data/secret-store.ts';
import { keysOf } from '../../data/secret-store.ts';
import { type Integration, isValid } from '../../domain/directory/service.ts';
import type { Instant } from '../../lib/instant.ts';
import { isSlug } from '../../lib/slug.ts';
import { notFound } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import { found } from '../http/resource.ts';
import type { Response } from '../http/response.ts';
import type { ConfigDeps } from './deps.ts';
import { SERVICES } from './services.ts';

export type Key = KeptSecret<Integration>;

/** A service has this many keys that work. */
export const KEYS_MAX = 50;

/** A key as the API shows it: never what opens. */
export const keyView = ({ id, value }: Key) => ({
  id,
  name: value.name,
  serviceId: value.serviceId,
  integrationId: value.id,
  createdAt: value.createdAt ?? null,
  expiresAt: value.expiresAt ?? null,
});

/** The keys of a service that work at an instant, by the time they were made. */
export const workingKeys = async (
  { config }: Pick<ConfigDeps, 'config'>,
  serviceId: string,
  at: Instant,
): Promise<readonly Key[]> => (await config.keys.list(keysOf(serviceId))).filter(({ value }) => isValid(value, at));

/** The service and the key that a path names, or the answer to one that is not there. */
export const keyOfPath = async (deps: ConfigDeps, request: Request): Promise<Key | Response> => {
  const service = await found(SERVICES, deps, request);
  if (!service) return notFound('such service');
  const keyId = request.params['keyId'] ?? '';
  const key = isSlug(keyId) ? await deps.config.keys.get(keysOf(service.id), keyId) : undefined;
  return key && isValid(key.value, request.at) ? key : notFound('such key');
};

/** From `expiresAt` on the key is unknown to every monitor that still uses it. */
export const expireKey = async ({ config }: ConfigDeps, key: Key, expiresAt: Instant): Promise<Key> => {
  const expiring: Key = { ...key, value: { ...key.value, expiresAt } };
  await config.keys.change(keysOf(key.value.serviceId), expiring);
  return expiring;
};
