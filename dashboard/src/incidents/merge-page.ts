import type { Incident } from '../lib/types.ts';

/** A page of a list as the API gave it: what comes after `afterKey`, newest first. */
export interface Page {
  /** The key of the last incident before the page; null for the first page. */
  readonly afterKey: string | null;
  readonly items: readonly Incident[];
  /** Whether the list ends with this page. */
  readonly last: boolean;
}

/** By which the list is ordered, newest first. */
export const keyOf = ({ declaredAt, id }: Incident): string => `${declaredAt}#${id}`;

/**
 * What is known of a list once a page of it was read anew. Within the page's range only what it has is still there;
 * outside nothing changes, so that 10,000 incidents are kept true by reading the few that somebody looks at.
 */
export const mergePage = (known: readonly Incident[], { afterKey, items, last }: Page): readonly Incident[] => {
  const end = items.at(-1);
  const before =
    afterKey === null
      ? []
      : known.slice(
          0,
          firstFrom(known, (key) => key < afterKey),
        );
  const endKey = last || !end ? null : keyOf(end);
  const behind = endKey === null ? [] : known.slice(firstFrom(known, (key) => key < endKey));
  const ordered = items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1));
  return [...before, ...ordered, ...behind];
};

/** The place of the first incident that is so, in a list where all after it are so too. */
const firstFrom = (known: readonly Incident[], isSo: (key: string) => boolean): number => {
  let low = 0;
  let high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(keyOf(known[middle] as Incident))) high = middle;
    else low = middle + 1;
  }
  return low;
};
