import type { Integration, Service } from '../domain/directory/service.ts';
import type { User } from '../domain/directory/user.ts';
import type { EscalationPolicy } from '../domain/escalation/policy.ts';
import type { Schedule } from '../domain/schedule/schedule.ts';
import { completeUser } from './directory-store.ts';
import {
  type ApiToken,
  apiTokenEntity,
  integrationKeyEntity,
  policyEntity,
  scheduleEntity,
  serviceEntity,
  userEntity,
} from './entities/directory.ts';
import { secretStore } from './secret-store.ts';
import type { TableConnection } from './table.ts';
import { type Claim, claimsBeyond, claimsOf, userClaims } from './user-claims.ts';
import { type VersionedStore, versionedStore } from './versioned-store.ts';

export interface UserStore extends VersionedStore<User> {
  /** What of this user finds somebody else already. */
  taken(user: User): Promise<readonly Claim[]>;
}

/** Users. Their phones, e-mail and Slack id find them as soon as they are written, and nobody once they are gone. */
const userStore = (connection: TableConnection): UserStore => {
  const store = versionedStore<User>(connection, userEntity(connection), 'user', completeUser);
  const claims = userClaims(connection, store.get);

  /** Takes what is new, writes, and gives back what finds them no more: all of it, or nothing. */
  const claiming = async (user: User, before: User | undefined, write: () => Promise<boolean>): Promise<boolean> => {
    const wanted = claimsBeyond(user, before);
    let taken = 0;
    while (taken < wanted.length && (await claims.take(wanted[taken] as Claim, user.id))) taken += 1;
    const done = taken === wanted.length && (await write());
    await claims.tidy(done ? (before ? claimsBeyond(before, user) : []) : wanted.slice(0, taken), user.id);
    return done;
  };

  return {
    ...store,
    async taken(user) {
      const others = await Promise.all(claimsOf(user).map((claim) => claims.other(claim, user.id)));
      return claimsOf(user).filter((_, index) => others[index] !== undefined);
    },
    create: (user) => claiming(user, undefined, () => store.create(user)),
    async replace(user, version) {
      const before = await store.get(user.id);
      return before?.version === version && claiming(user, before, () => store.replace(user, version));
    },
    async remove(user) {
      const done = await store.remove(user);
      if (done) await claims.tidy(claimsOf(user), user.id);
      return done;
    },
  };
};

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Configuration as those see it who change it. What pages reads it by the directory, which may be a second behind. */
export const configStore = (connection: TableConnection) => {
  const users = lazily(() => userStore(connection));
  const services = lazily(() => versionedStore<Service>(connection, serviceEntity(connection), 'service'));
  const policies = lazily(() => versionedStore<EscalationPolicy>(connection, policyEntity(connection), 'policy'));
  const schedules = lazily(() => versionedStore<Schedule>(connection, scheduleEntity(connection), 'schedule'));
  const keys = lazily(() => secretStore<Integration>(connection, integrationKeyEntity(connection), 'integration-key'));
  const tokens = lazily(() => secretStore<ApiToken>(connection, apiTokenEntity(connection), 'api-token'));
  return {
    get users() {
      return users();
    },
    get services() {
      return services();
    },
    get policies() {
      return policies();
    },
    get schedules() {
      return schedules();
    },
    /** By `keysOf(service)`. */
    get keys() {
      return keys();
    },
    /** Of `API_TOKENS`. */
    get tokens() {
      return tokens();
    },
  };
};

export type ConfigStore = ReturnType<typeof configStore>;
