import { describe, expect, it } from 'vitest';
import type { Incident } from '../lib/types.ts';
import { keyOf, mergePage } from './merge-page.ts';

/** Incidents by their minute: the higher, the newer. */
const at = (...minutes: number[]): Incident[] =>
  minutes.map(
    (minute) =>
      ({ id: `I${minute}`, declaredAt: `2026-11-23T03:${String(minute).padStart(2, '0')}:00.000Z` }) as Incident,
  );
const minutesOf = (incidents: readonly Incident[]): number[] => incidents.map(({ id }) => Number(id.slice(1)));
const afterKeyOf = (minute: number): string => keyOf(at(minute)[0] as Incident);

describe('a page of a list that is read anew', () => {
  it('brings what is new, and takes away what is over', () => {
    const merged = mergePage(at(9, 8, 7, 6, 5), { afterKey: null, items: at(11, 10, 9, 7), last: false });
    expect(minutesOf(merged)).toEqual([11, 10, 9, 7, 6, 5]);
  });

  it('changes nothing outside of its range', () => {
    const merged = mergePage(at(9, 8, 7, 6, 5, 4), { afterKey: afterKeyOf(8), items: at(7, 5), last: false });
    expect(minutesOf(merged)).toEqual([9, 8, 7, 5, 4]);
  });

  it('is the end of the list when it is the last', () => {
    const merged = mergePage(at(9, 8, 7, 6), { afterKey: afterKeyOf(9), items: at(7), last: true });
    expect(minutesOf(merged)).toEqual([9, 7]);
  });

  it('leaves nothing when there is nothing any more', () => {
    expect(mergePage(at(9, 8), { afterKey: null, items: [], last: true })).toEqual([]);
  });

  it('shows an incident as it is now', () => {
    const now = { ...(at(8)[0] as Incident), status: 'acknowledged' as const };
    expect(mergePage(at(9, 8, 7), { afterKey: afterKeyOf(9), items: [now], last: false })[1]).toBe(now);
  });
});
