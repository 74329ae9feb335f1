import { isOutOfHours } from './metrics.ts';
import type { TimelineItem } from './types.ts';

/** Somebody was paged: a level that was reached chose them. */
export interface PagedAt {
  readonly name: string;
  readonly at: string;
}

/** How a person was paged in a month, by the viewer's clock. */
export interface PersonsPages {
  readonly name: string;
  readonly count: number;
  readonly outOfHours: number;
  /** 24 counts, one for each hour of the day. */
  readonly byHour: readonly number[];
}

/** Who was paged, and when, as the stories of incidents tell it. */
export const pagesIn = (stories: readonly (readonly TimelineItem[])[]): readonly PagedAt[] =>
  stories.flat().flatMap(({ type, at, ...detail }) => {
    if (type !== 'LevelReached') return [];
    const chosen = (detail['chosen'] ?? []) as readonly { readonly name: string }[];
    return chosen.map(({ name }) => ({ name, at }));
  });

/** Those who were paged, the most often paged first. */
export const pagesByPerson = (pages: readonly PagedAt[]): readonly PersonsPages[] => {
  const names = [...new Set(pages.map(({ name }) => name))];
  return names
    .map((name) => {
      const times = pages.filter((page) => page.name === name).map(({ at }) => new Date(at));
      return {
        name,
        count: times.length,
        outOfHours: times.filter(isOutOfHours).length,
        byHour: Array.from({ length: 24 }, (_, hour) => times.filter((time) => time.getHours() === hour).length),
      };
    })
    .sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
};
