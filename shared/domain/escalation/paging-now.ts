import type { UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { type Incident, pagingRun } from '../incident/incident.ts';
import type { Page } from '../paging/page.ts';
import { courseOf } from './course.ts';
import { placeId } from './place.ts';
import type { EscalationPolicy } from './policy.ts';
import type { EscalationRun, LevelReached } from './run.ts';

interface Paged {
  readonly userId: UserId;
  readonly name: string;
}

/** Who is being paged for an incident at this moment, and what comes next if they do not answer. */
export interface PagingNow {
  /**
   * The people of the level that was reached last, and where it has none the places; the fallback contacts once it is
   * exhausted. Empty before the first level.
   */
  readonly people: readonly Paged[];
  /** As people count: from 1. */
  readonly level: number;
  readonly round: number;
  /** When others are paged: the next level, the next round or the fallback contact. Null when nobody else comes. */
  readonly nextDueAt: Instant | null;
  /** Why it is not urgent, where it is not: nobody else is paged before it gets worse. */
  readonly calm: string | null;
  readonly exhausted: boolean;
}

/** Whether anybody is left to page behind the level that was reached last. Of low urgency nobody else is. */
const isMore = (run: EscalationRun, policy: EscalationPolicy | undefined): boolean => {
  if (run.reached.at(-1)?.urgency === 'low') return false;
  const course = courseOf(run, policy);
  if (!course) return false;
  const { levels, rounds, fallback } = course.policy;
  const { round, level } = course.cursor;
  const isWithin = round < rounds && level < levels.length;
  return isWithin || round + 1 < rounds || fallback.length > 0;
};

const peopleOf = ({ chosen, told = [] }: LevelReached): readonly Paged[] =>
  chosen.length > 0
    ? chosen.map(({ userId, name }) => ({ userId, name }))
    : told.map(({ name }, index) => ({ userId: placeId(index), name }));

const fallbackPeople = (run: EscalationRun, pages: readonly Page[]): readonly Paged[] => {
  const told = pages.filter(({ runId, exhausted }) => runId === run.runId && exhausted !== null);
  return [...new Map(told.map(({ userId, userName }) => [userId, { userId, name: userName }])).values()];
};

/**
 * Who is being paged, from an incident, its runs and pages and its policy as they are. Null when nobody is: somebody has
 * answered, or there never was anybody to page.
 */
export const pagingNow = (
  incident: Incident,
  runs: readonly EscalationRun[],
  pages: readonly Page[],
  policy: EscalationPolicy | undefined,
): PagingNow | null => {
  const runId = pagingRun(incident);
  if (runId === null || incident.status !== 'triggered') return null;
  const run = runs.find((each) => each.runId === runId);
  // Committed, and its run is not begun yet: that is a matter of milliseconds, or of the sweeper.
  if (!run) return { people: [], level: 1, round: 1, nextDueAt: null, calm: null, exhausted: incident.exhausted };
  const latest = run.reached.at(-1);
  const { level, round } = latest ?? run.next;
  const exhausted = incident.exhausted || run.status === 'over';
  return {
    people: exhausted ? fallbackPeople(run, pages) : latest ? peopleOf(latest) : [],
    level: level + 1,
    round: round + 1,
    nextDueAt: !exhausted && isMore(run, policy) ? run.dueAt : null,
    calm: !exhausted && latest?.urgency === 'low' ? (latest.whyUrgency ?? 'of low urgency') : null,
    exhausted,
  };
};
