import type { Integration, Service } from '../domain/directory/service.ts';
import { isPhoneRule, type User } from '../domain/directory/user.ts';
import type { Directory } from '../domain/escalation/advance.ts';
import type { EscalationPolicy, Target } from '../domain/escalation/policy.ts';
import type { Schedule } from '../domain/schedule/schedule.ts';
import type { E164, PolicyId, ScheduleId, ServiceId, SlackUserId, UserId } from '../lib/ids.ts';
import { CONSISTENT, UNANSWERED } from './conditions.ts';
import {
  type ApiToken,
  apiTokenEntity,
  type ConfiguredEntity,
  emailEntity,
  integrationKeyEntity,
  phoneEntity,
  policyEntity,
  scheduleEntity,
  serviceEntity,
  slackUserEntity,
  userEntity,
} from './entities/directory.ts';
import { reuseOf } from './reuse.ts';
import { API_TOKENS, keysOf, secretStore } from './secret-store.ts';
import type { TableConnection } from './table.ts';

/** Users of before Slack have neither of these. */
export const completeUser = (user: User): User => ({
  ...user,
  email: user.email ?? null,
  slackId: user.slackId ?? null,
});

/** Configuration: users, services, policies, schedules, and what finds them by key, token, phone, e-mail or Slack id. */
export const directoryStore = (connection: TableConnection) => {
  const reuse = reuseOf(connection);
  const users = userEntity(connection);
  const services = serviceEntity(connection);
  const policies = policyEntity(connection);
  const schedules = scheduleEntity(connection);
  const integrations = integrationKeyEntity(connection);
  const tokens = apiTokenEntity(connection);
  const phones = phoneEntity(connection);
  const emails = emailEntity(connection);
  const slackUsers = slackUserEntity(connection);

  const get = <T>(entity: ConfiguredEntity<T>, kind: string, id: string): Promise<T | undefined> =>
    reuse.read(
      `${kind}#${id}`,
      async () => (await entity.get({ kind, id }).go(CONSISTENT)).data?.value as T | undefined,
    );
  const all = async <T>(entity: ConfiguredEntity<T>, kind: string): Promise<readonly T[]> =>
    (await entity.query.primary({ kind }).go({ ...CONSISTENT, pages: 'all' })).data.map(({ value }) => value as T);
  const put = async <T extends { readonly id: string }>(entity: ConfiguredEntity<T>, kind: string, value: T) => {
    await entity.put({ kind, id: value.id, value } as never).go(UNANSWERED);
    reuse.forget();
  };
  const remove = async <T>(entity: ConfiguredEntity<T>, kind: string, id: string) => {
    await entity.delete({ kind, id }).go(UNANSWERED);
    reuse.forget();
  };

  const user = async (id: UserId): Promise<User | undefined> => {
    const found = await get(users, 'user', id);
    return found && completeUser(found);
  };
  const schedule = (id: ScheduleId) => get(schedules, 'schedule', id);

  const fresh = async (id: UserId): Promise<User | undefined> => {
    const found = (await users.get({ kind: 'user', id }).go(CONSISTENT)).data?.value as User | undefined;
    return found && completeUser(found);
  };

  /** A lookup that would still find somebody by what is theirs no more. It is only tidied: the user says what is true. */
  const forgetLookups = async (before: User, now: Pick<User, 'email' | 'slackId'>): Promise<void> => {
    if (before.email && before.email !== now.email) {
      const key = { kind: 'email', by: before.email };
      const found = (await emails.get(key).go(CONSISTENT)).data?.value;
      if (found?.userId === before.id) await emails.delete(key).go(UNANSWERED);
    }
    if (before.slackId && before.slackId !== now.slackId) {
      const key = { kind: 'slack-user', by: before.slackId };
      const found = (await slackUsers.get(key).go(CONSISTENT)).data?.value;
      if (found?.userId === before.id) await slackUsers.delete(key).go(UNANSWERED);
    }
  };

  /** Saves a user, and lets their phones, their e-mail and their Slack id find them. */
  const putUser = async (given: User): Promise<void> => {
    const value: User = { ...completeUser(given), email: given.email?.toLowerCase() || null };
    const before = await fresh(value.id);
    await put(users, 'user', value);
    if (before) await forgetLookups(before, value);
    const found = { userId: value.id };
    for (const to of new Set(value.rules.filter(isPhoneRule).map((rule) => rule.to))) {
      await phones.put({ kind: 'phone', by: to, value: found }).go(UNANSWERED);
    }
    if (value.email) await emails.put({ kind: 'email', by: value.email, value: found }).go(UNANSWERED);
    if (value.slackId) await slackUsers.put({ kind: 'slack-user', by: value.slackId, value: found }).go(UNANSWERED);
  };

  return {
    user,
    schedule,
    service: (id: ServiceId): Promise<Service | undefined> => get(services, 'service', id),
    policy: (id: PolicyId): Promise<EscalationPolicy | undefined> => get(policies, 'policy', id),
    users: async (): Promise<readonly User[]> => (await all(users, 'user')).map(completeUser),
    services: () => all(services, 'service'),
    policies: () => all(policies, 'policy'),
    schedules: () => all(schedules, 'schedule'),

    /** Everybody and every schedule that a policy, and targets beside it, may mean: what `advance` needs to be pure. */
    async directoryOf(
      policy: Pick<EscalationPolicy, 'levels' | 'fallback'>,
      also: readonly Target[] = [],
    ): Promise<Directory> {
      const targets = [...policy.levels.flatMap((level) => level.targets), ...policy.fallback, ...also];
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
    /** Whoever is reached on this phone. */
    async userOfPhone(phone: E164): Promise<User | undefined> {
      const found = (await phones.get({ kind: 'phone', by: phone }).go(CONSISTENT)).data?.value;
      const who = found && (await user(found.userId as UserId));
      return who?.rules.some((rule) => isPhoneRule(rule) && rule.to === phone) ? who : undefined;
    },

    /** Whoever has this id in Slack. */
    async userOfSlack(slackId: SlackUserId): Promise<User | undefined> {
      const found = (await slackUsers.get({ kind: 'slack-user', by: slackId }).go(CONSISTENT)).data?.value;
      const who = found && (await user(found.userId as UserId));
      return who?.slackId === slackId ? who : undefined;
    },

    /** Whoever has this e-mail address, in whatever case it is written. */
    async userOfEmail(email: string): Promise<User | undefined> {
      const address = email.toLowerCase();
      const found = (await emails.get({ kind: 'email', by: address }).go(CONSISTENT)).data?.value;
      const who = found && (await user(found.userId as UserId));
      return who?.email === address ? who : undefined;
    },

    putUser,

    /** Notes who somebody is in Slack, and gives them as they are then; undefined when there is no such user. */
    async linkSlack(id: UserId, slackId: SlackUserId): Promise<User | undefined> {
      const before = await fresh(id);
      if (!before || before.slackId === slackId) return before;
      const linked: User = { ...before, slackId, version: before.version + 1 };
      await putUser(linked);
      return linked;
    },

    /** Their e-mail and Slack id find nobody from then on. */
    async removeUser(id: UserId): Promise<void> {
      const before = await fresh(id);
      await remove(users, 'user', id);
      if (before) await forgetLookups(before, { email: null, slackId: null });
    },
    putService: (value: Service) => put(services, 'service', value),
    putPolicy: (value: EscalationPolicy) => put(policies, 'policy', value),
    putSchedule: (value: Schedule) => put(schedules, 'schedule', value),
    putIntegration: (hash: string, value: Integration): Promise<void> =>
      secretStore<Integration>(connection, integrations, 'integration-key').put(keysOf(value.serviceId), {
        id: value.id,
        hash,
        value,
      }),
    putToken: (hash: string, value: ApiToken): Promise<void> =>
      secretStore<ApiToken>(connection, tokens, 'api-token').put(API_TOKENS, { id: value.id, hash, value }),
  };
};

export type DirectoryStore = ReturnType<typeof directoryStore>;
