import type { Integration, Service } from '../domain/directory/service.ts';
import type { User } from '../domain/directory/user.ts';
import type { Directory } from '../domain/escalation/advance.ts';
import type { EscalationPolicy } from '../domain/escalation/policy.ts';
import type { Schedule } from '../domain/schedule/schedule.ts';
import type { E164, PolicyId, ScheduleId, ServiceId, UserId } from '../lib/ids.ts';
import { CONSISTENT } from './conditions.ts';
import {
  type ApiToken,
  apiTokenEntity,
  type ConfiguredEntity,
  integrationKeyEntity,
  phoneEntity,
  policyEntity,
  scheduleEntity,
  serviceEntity,
  userEntity,
} from './entities/directory.ts';
import type { TableConnection } from './table.ts';

/**
 * How long a read of configuration may be used again, in real milliseconds. Short enough that nobody can change a
 * rotation and see the old one page; long enough that a storm reads it once.
 */
const REUSE_MS = 1000;
const REUSED_MAX = 500;

const reusing = () => {
  const kept = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();
  return {
    read<T>(name: string, load: () => Promise<T>): Promise<T> {
      const now = performance.now();
      const found = kept.get(name);
      if (found && found.until > now) return found.value as Promise<T>;
      if (kept.size >= REUSED_MAX) kept.clear();
      const value = load();
      kept.set(name, { until: now + REUSE_MS, value });
      value.catch(() => kept.delete(name));
      return value;
    },
    forget: () => kept.clear(),
  };
};

/** Configuration: users, services, policies, schedules, and what finds them by key, token or phone. */
export const directoryStore = (connection: TableConnection) => {
  const reuse = reusing();
  const users = userEntity(connection);
  const services = serviceEntity(connection);
  const policies = policyEntity(connection);
  const schedules = scheduleEntity(connection);
  const integrations = integrationKeyEntity(connection);
  const tokens = apiTokenEntity(connection);
  const phones = phoneEntity(connection);

  const get = <T>(entity: ConfiguredEntity<T>, kind: string, id: string): Promise<T | undefined> =>
    reuse.read(
      `${kind}#${id}`,
      async () => (await entity.get({ kind, id }).go(CONSISTENT)).data?.value as T | undefined,
    );
  const all = async <T>(entity: ConfiguredEntity<T>, kind: string): Promise<readonly T[]> =>
    (await entity.query.primary({ kind }).go({ ...CONSISTENT, pages: 'all' })).data.map(({ value }) => value as T);
  const put = async <T extends { readonly id: string }>(entity: ConfiguredEntity<T>, kind: string, value: T) => {
    await entity.put({ kind, id: value.id, value } as never).go({ response: 'none' });
    reuse.forget();
  };
  const remove = async <T>(entity: ConfiguredEntity<T>, kind: string, id: string) => {
    await entity.delete({ kind, id }).go({ response: 'none' });
    reuse.forget();
  };

  const user = (id: UserId) => get(users, 'user', id);
  const schedule = (id: ScheduleId) => get(schedules, 'schedule', id);

  return {
    user,
    schedule,
    service: (id: ServiceId): Promise<Service | undefined> => get(services, 'service', id),
    policy: (id: PolicyId): Promise<EscalationPolicy | undefined> => get(policies, 'policy', id),
    users: () => all(users, 'user'),
    services: () => all(services, 'service'),
    policies: () => all(policies, 'policy'),
    schedules: () => all(schedules, 'schedule'),

    /** Everybody and every schedule that a policy may mean: what `advance` needs to be pure. */
    async directoryOf(policy: EscalationPolicy): Promise<Directory> {
      const targets = [...policy.levels.flatMap((level) => level.targets), ...policy.fallback];
      const scheduleIds = [...new Set(targets.filter((target) => target.type === 'schedule').map(({ id }) => id))];
      const found = await Promise.all(scheduleIds.map(async (id) => [id, await schedule(id)] as const));
      const known = found.flatMap(([id, value]) => (value ? [[id, value] as const] : []));
      const userIds = new Set<UserId>(targets.filter((target) => target.type === 'user').map(({ id }) => id));
      for (const [, { layers, overrides }] of known) {
        for (const layer of layers) for (const id of layer.participants) userIds.add(id);
        for (const { userId } of overrides) userIds.add(userId);
      }
      const people = await Promise.all([...userIds].map(async (id) => [id, await user(id)] as const));
      return {
        schedules: new Map<ScheduleId, Schedule>(known),
        users: new Map(people.flatMap(([id, value]) => (value ? [[id, value] as const] : []))),
      };
    },

    /** By the SHA-256 of an integration key; the key itself is nowhere. */
    integration: (keyHash: string): Promise<Integration | undefined> =>
      reuse.read(
        `key#${keyHash}`,
        async () => (await integrations.get({ kind: 'integration-key', by: keyHash }).go(CONSISTENT)).data?.value,
      ),
    token: (tokenHash: string): Promise<ApiToken | undefined> =>
      reuse.read(
        `token#${tokenHash}`,
        async () => (await tokens.get({ kind: 'api-token', by: tokenHash }).go(CONSISTENT)).data?.value,
      ),
    async userOfPhone(phone: E164): Promise<User | undefined> {
      const found = (await phones.get({ kind: 'phone', by: phone }).go(CONSISTENT)).data?.value;
      return found ? user(found.userId as UserId) : undefined;
    },

    /** Saves a user, and lets their phones find them. */
    async putUser(value: User): Promise<void> {
      await put(users, 'user', value);
      for (const to of new Set(value.rules.map((rule) => rule.to))) {
        await phones.put({ kind: 'phone', by: to, value: { userId: value.id } }).go({ response: 'none' });
      }
    },
    removeUser: (id: UserId) => remove(users, 'user', id),
    putService: (value: Service) => put(services, 'service', value),
    putPolicy: (value: EscalationPolicy) => put(policies, 'policy', value),
    putSchedule: (value: Schedule) => put(schedules, 'schedule', value),
    async putIntegration(keyHash: string, value: Integration): Promise<void> {
      await integrations.put({ kind: 'integration-key', by: keyHash, value }).go({ response: 'none' });
      reuse.forget();
    },
    async putToken(tokenHash: string, value: ApiToken): Promise<void> {
      await tokens.put({ kind: 'api-token', by: tokenHash, value }).go({ response: 'none' });
      reuse.forget();
    },
  };
};

export type DirectoryStore = ReturnType<typeof directoryStore>;
