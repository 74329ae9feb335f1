import { createRequire } from 'node:module';

type Callback = (error: unknown, value?: unknown) => void;
interface Level {
  readonly status: string;
  get(key: string, callback?: Callback): unknown;
  getSync?(key: string): unknown;
}

let done = false;

/**
 * dynalite has every item fetched by another thread, and the way there and back costs more than the fetching: 38 % of
 * the database's time here. What is open is read where we are. Must run before the first server is made.
 */
export const readDirectly = (): void => {
  if (done) return;
  done = true;
  const dynalite = createRequire(import.meta.url)('dynalite/db') as { create: (options: object) => { db: Level } };
  const { create } = dynalite;
  dynalite.create = (options) => {
    const store = create(options);
    const { db } = store;
    const get = db.get.bind(db);
    db.get = (key, callback) => {
      if (!callback || !db.getSync || db.status !== 'open') return get(key, callback);
      let answer: () => void;
      try {
        const value = db.getSync(key);
        answer = () => callback(null, value);
      } catch (error) {
        answer = () => callback(error);
      }
      queueMicrotask(answer);
      return undefined;
    };
    return store;
  };
};
