import { createRequire } from 'node:module';

interface Iterator {
  close(): Promise<void>;
  return?: () => Promise<void>;
}
interface Level {
  values(options: object): Iterator;
  keys(options: object): Iterator;
}

let done = false;

/**
 * dynalite never closes what it reads with: it asks for a `return` that the iterators of its database do not have. Each
 * query then holds on to what was in memory when it was made, and an hour of paging holds hundreds of megabytes. Here
 * the iterators have it. Must run before the first server is made.
 */
export const closeWhatWasRead = (): void => {
  if (done) return;
  done = true;
  const dynalite = createRequire(import.meta.url)('dynalite/db') as { create: (options: object) => { db: Level } };
  const { create } = dynalite;
  dynalite.create = (options) => {
    const store = create(options);
    for (const kind of ['values', 'keys'] as const) {
      const open = store.db[kind].bind(store.db);
      store.db[kind] = (range) => {
        const iterator = open(range);
        iterator.return = () => iterator.close();
        return iterator;
      };
    }
    return store;
  };
};
