import { describe, expect, it } from 'vitest';
import { pagesByPerson, pagesIn } from './pages.ts';
import type { TimelineItem } from './types.ts';

const level = (at: Date, ...names: string[]): TimelineItem =>
  ({ type: 'LevelReached', at: at.toISOString(), chosen: names.map((name) => ({ name })) }) as unknown as TimelineItem;

describe('pages per person', () => {
  it('count each time that a level chose somebody, by the hour of the day', () => {
    const night = new Date(2026, 10, 24, 3, 10);
    const noon = new Date(2026, 10, 24, 12);
    const other = { type: 'NoteAdded', at: noon.toISOString() } as TimelineItem;
    const pages = pagesIn([[level(night, 'Ada Park'), other], [level(noon, 'Cleo Marin', 'Ada Park')]]);
    const [ada, cleo] = pagesByPerson(pages);
    expect(ada).toMatchObject({ name: 'Ada Park', count: 2, outOfHours: 1 });
    expect(ada?.byHour.flatMap((count, hour) => (count > 0 ? [hour] : []))).toEqual([3, 12]);
    expect(cleo).toMatchObject({ name: 'Cleo Marin', count: 1, outOfHours: 0 });
  });
});
