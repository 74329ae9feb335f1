import { createRequire } from 'node:module';

type Table = { TableStatus?: string };
type Callback = (error: unknown, table?: Table) => void;
interface Store {
  getTable(name: string, checkStatus: boolean | Callback, callback?: Callback): void;
  tableDb: { put: (...args: unknown[]) => unknown; del: (...args: unknown[]) => unknown };
}

let done = false;

/**
 * dynalite reads and decodes a table's description again for every request, a quarter of its time. Here it is kept until
 * it is written. Must run before the first server is made.
 */
export const cacheTableDescriptions = (): void => {
  if (done) return;
  done = true;
  const db = createRequire(import.meta.url)('dynalite/db') as { create: (options: object) => Store };
  const { create } = db;
  db.create = (options) => {
    const store = create(options);
    const tables = new Map<string, Table>();
    const { getTable } = store;
    store.getTable = (name, checkStatus, callback) => {
      const answer = typeof checkStatus === 'function' ? checkStatus : (callback as Callback);
      const kept = tables.get(name);
      if (kept) return answer(null, kept);
      const keep: Callback = (error, table) => {
        if (!error && table?.TableStatus === 'ACTIVE') tables.set(name, table);
        answer(error, table);
      };
      if (typeof checkStatus === 'function') return getTable(name, keep);
      return getTable(name, checkStatus, keep);
    };
    for (const write of ['put', 'del'] as const) {
      const change = store.tableDb[write].bind(store.tableDb);
      store.tableDb[write] = (...args) => {
        tables.clear();
        return change(...args);
      };
    }
    return store;
  };
};
