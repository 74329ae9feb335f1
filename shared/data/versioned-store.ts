import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import type { ConfiguredEntity } from './entities/directory.ts';
import { reuseOf } from './reuse.ts';
import type { TableConnection } from './table.ts';

/** A thing that people configure. Every change makes its version one higher. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export interface Listed<T> {
  /** In the order of their ids. */
  readonly items: readonly T[];
  /** The `after` of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** A kind's items are read to this many where all of them are asked for. */
const ALL_MAX = 5000;

interface Attributes {
  readonly value: unknown;
}
interface Operations {
  eq(attribute: unknown, value: unknown): string;
  notExists(attribute: unknown): string;
}

/**
 * The things of one kind, for whoever changes them: every read sees every write before it, and a write holds only while
 * the thing still has the version that it was read at. `complete` gives old items what they lack.
 */
export const versionedStore = <T extends Versioned>(
  connection: TableConnection,
  entity: ConfiguredEntity<T>,
  kind: string,
  complete: (stored: T) => T = (stored) => stored,
) => {
  const reuse = reuseOf(connection);
  const read = (value: unknown): T => complete({ version: 1, ...(value as object) } as T);
  /** Schedules of before they had versions count as the first. */
  const is =
    (version: number) =>
    ({ value }: Attributes, { eq, notExists }: Operations): string => {
      const stored = (value as Versioned).version;
      return version === 1 ? `(${eq(stored, 1)} OR ${notExists(stored)})` : eq(stored, version);
    };
  const wrote = async (write: Promise<unknown>): Promise<boolean> => {
    const done = await written(write);
    reuse.forget();
    return done;
  };

  const list = async (limit: number, after: string | undefined): Promise<Listed<T>> => {
    const all = entity.query.primary({ kind });
    const { data, cursor } = await (after === undefined ? all : all.gt({ id: after })).go({
      ...CONSISTENT,
      limit: limit + 1,
      pages: 1,
    });
    const items = data.slice(0, limit).map(({ value }) => read(value));
    const isMore = data.length > limit || cursor !== null;
    return { items, next: isMore ? items.at(-1)?.id : undefined };
  };

  return {
    list,

    async get(id: string): Promise<T | undefined> {
      const found = (await entity.get({ kind, id }).go(CONSISTENT)).data;
      return found ? read(found.value) : undefined;
    },

    /** Every one there is, to a bound. */
    async all(): Promise<readonly T[]> {
      const items: T[] = [];
      let after: string | undefined;
      do {
        const page: Listed<T> = await list(200, after);
        items.push(...page.items);
        after = page.next;
      } while (after !== undefined && items.length < ALL_MAX);
      return items;
    },

    /** False: the id is taken. */
    create: (value: T): Promise<boolean> => wrote(entity.create({ kind, id: value.id, value } as never).go(UNANSWERED)),

    /** False: it has another version by now, or is gone. */
    replace: (value: T, version: number): Promise<boolean> =>
      wrote(
        entity
          .put({ kind, id: value.id, value } as never)
          .where(is(version) as never)
          .go(UNANSWERED),
      ),

    /** False: it has another version by now, or is gone. */
    remove: ({ id, version }: T): Promise<boolean> =>
      wrote(
        entity
          .delete({ kind, id })
          .where(is(version) as never)
          .go(UNANSWERED),
      ),
  };
};

export type VersionedStore<T extends Versioned> = ReturnType<typeof versionedStore<T>>;
