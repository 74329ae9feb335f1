import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { type LookupEntity, secretEntity } from './entities/directory.ts';
import { reuseOf } from './reuse.ts';
import type { TableConnection } from './table.ts';

/** What is known of a secret that was shown once: never the secret, only its hash. */
export interface KeptSecret<T> {
  readonly id: string;
  readonly hash: string;
  readonly value: T;
}

/** The owners there are. */
export const keysOf = (serviceId: string): string => `service-keys#${serviceId}`;
export const API_TOKENS = 'api-tokens';

/** Of one owner; more are not read. */
const LISTED_MAX = 200;

/**
 * Secrets that open something: each is found by its hash, and listed under its owner. What opens is the item of the hash.
 * It is written after the list's and deleted before it, so that nothing opens that cannot be seen.
 */
export const secretStore = <T>(connection: TableConnection, byHash: LookupEntity<T>, kind: string) => {
  const listed = secretEntity<T>(connection);
  const reuse = reuseOf(connection);
  const listEntry = (owner: string, { id, hash, value }: KeptSecret<T>) => ({ owner, id, hash, value }) as never;

  return {
    async put(owner: string, secret: KeptSecret<T>): Promise<void> {
      await listed.put(listEntry(owner, secret)).go(UNANSWERED);
      await byHash.put({ kind, by: secret.hash, value: secret.value } as never).go(UNANSWERED);
      reuse.forget();
    },

    async list(owner: string): Promise<readonly KeptSecret<T>[]> {
      const { data } = await listed.query.primary({ owner }).go({ ...CONSISTENT, limit: LISTED_MAX });
      return data.map(({ id, hash, value }) => ({ id, hash, value: value as T }));
    },

    async get(owner: string, id: string): Promise<KeptSecret<T> | undefined> {
      const found = (await listed.get({ owner, id }).go(CONSISTENT)).data;
      return found ? { id, hash: found.hash, value: found.value as T } : undefined;
    },

    /** Changes what it opens. False: it has been taken away meanwhile, and opens nothing. */
    async change(owner: string, secret: KeptSecret<T>): Promise<boolean> {
      const done = await written(
        byHash
          .put({ kind, by: secret.hash, value: secret.value } as never)
          .where(({ by }, { exists }) => exists(by))
          .go(UNANSWERED),
      );
      if (done) await listed.put(listEntry(owner, secret)).go(UNANSWERED);
      reuse.forget();
      return done;
    },

    /** From then on it opens nothing. */
    async remove(owner: string, { id, hash }: Pick<KeptSecret<T>, 'id' | 'hash'>): Promise<void> {
      await byHash.delete({ kind, by: hash } as never).go(UNANSWERED);
      reuse.forget();
      await listed.delete({ owner, id }).go(UNANSWERED);
    },
  };
};

export type SecretStore<T> = ReturnType<typeof secretStore<T>>;
