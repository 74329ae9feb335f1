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

const reuses = new WeakMap<TableConnection, ReturnType<typeof reusing>>();

/**
 * What was read of a table a moment ago. Every store on one connection has the same, so that whoever writes through one
 * of them makes all of them forget.
 */
export const reuseOf = (connection: TableConnection): ReturnType<typeof reusing> => {
  const known = reuses.get(connection) ?? reusing();
  reuses.set(connection, known);
  return known;
};
