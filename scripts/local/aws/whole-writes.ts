import { createRequire } from 'node:module';

type Callback = (error?: unknown) => void;
interface Change {
  readonly type: 'put' | 'del';
  readonly key: string;
  readonly value?: unknown;
}
interface ItemDb {
  put(key: string, item: unknown, callback: Callback): void;
  del(key: string, callback: Callback): void;
}
interface Table {
  readonly TableName: string;
  readonly [indexes: `${string}SecondaryIndexes`]: readonly unknown[] | undefined;
}
interface Store {
  readonly db: { batch(changes: readonly Change[], callback: Callback): void };
  getItemDb(name: string): ItemDb;
}
interface IndexActions {
  readonly puts: readonly { index: string; key: string; item: unknown }[];
  readonly deletes: readonly { index: string; key: string }[];
}
interface Dynalite {
  create(options: object): Store;
  getIndexActions(indexes: readonly unknown[], existing: unknown, item: unknown, table: Table): IndexActions;
  updateIndexes(store: Store, table: Table, existing: unknown, item: unknown, callback: Callback): void;
}

const INDEX_TYPES = ['Local', 'Global'] as const;

let done = false;

/**
 * dynalite takes an item out of its indexes, enters it anew and then writes it, each a write of its own: killed in
 * between, an item is in no index any more, and what is overdue would never be found. Here they are one batch, which the
 * disk has whole or not at all, as in DynamoDB. Must run before the first server is made.
 */
export const writeItemsWithTheirIndexes = (): void => {
  if (done) return;
  done = true;
  const dynalite = createRequire(import.meta.url)('dynalite/db') as Dynalite;
  const waiting = new WeakMap<Store, readonly Change[]>();
  // Its caller writes the item in the very call of `callback`: nothing else can come between.
  dynalite.updateIndexes = (store, table, existing, item, callback) => {
    waiting.set(store, indexChanges(dynalite, table, existing, item));
    callback();
    waiting.delete(store);
  };
  const { create } = dynalite;
  dynalite.create = (options) => {
    const store = create(options);
    const { getItemDb } = store;
    store.getItemDb = (name) => {
      const items = getItemDb(name);
      const write = (change: Change, callback: Callback): void =>
        store.db.batch([...(waiting.get(store) ?? []), { ...change, key: `item-${name}~${change.key}` }], callback);
      return Object.assign(Object.create(items) as ItemDb, {
        put: (key: string, value: unknown, callback: Callback) => write({ type: 'put', key, value }, callback),
        del: (key: string, callback: Callback) => write({ type: 'del', key }, callback),
      });
    };
    return store;
  };
};

const indexChanges = (dynalite: Dynalite, table: Table, existing: unknown, item: unknown): readonly Change[] =>
  INDEX_TYPES.flatMap((type) => {
    const actions = dynalite.getIndexActions(table[`${type}SecondaryIndexes`] ?? [], existing, item, table);
    const place = (index: string, key: string) => `index-${type.toLowerCase()}~${table.TableName}~${index}~${key}`;
    return [
      ...actions.deletes.map(({ index, key }): Change => ({ type: 'del', key: place(index, key) })),
      ...actions.puts.map(({ index, key, item: value }): Change => ({ type: 'put', key: place(index, key), value })),
    ];
  });
