import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Codes, sessions and refresh tokens of one laptop: more than this many is somebody's endless loop. */
const KEPT_MAX = 2000;

/**
 * Where the provider keeps what it gave out: in memory, the oldest goes first. A restart signs nobody out who has an ID
 * token, since the keys stay.
 */
export const shelf = (): ((model: string) => Adapter) => {
  const kept = new Map<string, AdapterPayload>();
  const find = (matches: (payload: AdapterPayload) => boolean) => [...kept.values()].find(matches);
  return (model) => {
    const key = (id: string) => `${model}#${id}`;
    return {
      async upsert(id, payload) {
        kept.delete(key(id));
        kept.set(key(id), payload);
        const oldest = kept.keys().next().value;
        if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
      },
      find: async (id) => kept.get(key(id)),
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      findByUserCode: async (code) => find((payload) => payload.userCode === code),
      async consume(id) {
        const payload = kept.get(key(id));
        if (payload) kept.set(key(id), { ...payload, consumed: Math.floor(Date.now() / 1000) });
      },
      async destroy(id) {
        kept.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [at, payload] of kept) if (payload.grantId === grantId) kept.delete(at);
      },
    };
  };
};
