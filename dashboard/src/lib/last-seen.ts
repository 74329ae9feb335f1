import type { Incident } from './types.ts';

/** The open incidents as they were seen last: what there is to show without a network, and called old. */
export interface LastSeen {
  readonly at: number;
  readonly items: readonly Incident[];
}

const KEY = 'pd-lite.last-seen';
const KEPT_MAX = 100;
const WRITE_EVERY_MS = 5000;
let writtenAt = 0;

export const readLastSeen = (): LastSeen | null => {
  try {
    const seen = JSON.parse(localStorage.getItem(KEY) ?? 'null') as LastSeen | null;
    return seen && Array.isArray(seen.items) ? seen : null;
  } catch {
    return null;
  }
};

export const writeLastSeen = (items: readonly Incident[]): void => {
  if (Date.now() - writtenAt < WRITE_EVERY_MS) return;
  writtenAt = Date.now();
  try {
    localStorage.setItem(KEY, JSON.stringify({ at: writtenAt, items: items.slice(0, KEPT_MAX) }));
  } catch {
    // Full, or not allowed: then there is nothing to show without a network.
  }
};
