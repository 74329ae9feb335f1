import { type Instant, secondsBetween } from '../../shared/lib/instant.ts';

/** One item of an incident's timeline, as far as a game day looks at it. */
export interface Told {
  readonly at: Instant;
  readonly type: string;
  readonly region: string;
  readonly text: string;
  readonly outcome?: string;
}

/** How long nobody is paged may be, when a region dies in the middle of an escalation (the design's service level). */
export const HANDOVER_SECONDS_MAX = 300;

/** What happened on a game day. */
export interface GamedayRecord {
  readonly where: string;
  readonly primary: string;
  readonly secondary: string;
  readonly incident: string;
  readonly alertAt: Instant;
  /** When the primary was taken away: between its last page and the first of the other. */
  readonly takenAwayAt: Instant;
  readonly lastPageOfPrimary: Told;
  readonly firstPageOfSecondary: Told;
  /** From the one to the other: what the person who waits for a page would notice. */
  readonly secondsWithoutPage: number;
  /** From the moment that the primary was taken away. */
  readonly secondsToTakeOver: number;
  readonly withinLimit: boolean;
  readonly acknowledgedAt: Instant | null;
  /** Pages that went out after the answer: there must be none. */
  readonly pagesAfterAnswer: number;
  readonly timeline: readonly Told[];
}

/** A page that a provider took, and not a note of one that failed. */
export const isPage = ({ type, outcome }: Told): boolean => type === 'PageSent' && outcome === 'accepted';

export const pagesOf = (timeline: readonly Told[], region: string): readonly Told[] =>
  timeline.filter((item) => isPage(item) && item.region === region);

/** What is known before and beside the timeline. */
export type Circumstances = Pick<
  GamedayRecord,
  'where' | 'primary' | 'secondary' | 'incident' | 'alertAt' | 'takenAwayAt'
>;

/** @throws Error when one of the regions has paged nobody: then there is nothing to measure. */
export const recordOf = (circumstances: Circumstances, timeline: readonly Told[]): GamedayRecord => {
  const { primary, secondary, takenAwayAt } = circumstances;
  const lastPageOfPrimary = pagesOf(timeline, primary).at(-1);
  const firstPageOfSecondary = pagesOf(timeline, secondary)[0];
  if (!lastPageOfPrimary) throw new Error(`${primary} has paged nobody`);
  if (!firstPageOfSecondary) throw new Error(`${secondary} has paged nobody`);
  const secondsWithoutPage = secondsBetween(lastPageOfPrimary.at, firstPageOfSecondary.at);
  const acknowledgedAt = timeline.find(({ type }) => type === 'IncidentAcknowledged')?.at ?? null;
  return {
    ...circumstances,
    lastPageOfPrimary,
    firstPageOfSecondary,
    secondsWithoutPage,
    secondsToTakeOver: secondsBetween(takenAwayAt, firstPageOfSecondary.at),
    withinLimit: secondsWithoutPage <= HANDOVER_SECONDS_MAX,
    acknowledgedAt,
    pagesAfterAnswer: timeline.filter((item) => isPage(item) && acknowledgedAt !== null && item.at > acknowledgedAt)
      .length,
    timeline,
  };
};

/** The record for people. */
export const readableRecord = (record: GamedayRecord): string => {
  const { primary, secondary, lastPageOfPrimary, firstPageOfSecondary } = record;
  return `# Game day of ${record.alertAt.slice(0, 10)}: ${primary} is taken away, ${secondary} pages on

Where: ${record.where}. Incident: ${record.incident}.

| | |
|---|---|
| alert sent | ${record.alertAt} |
| last page of ${primary} | ${lastPageOfPrimary.at} |
| ${primary} taken away | ${record.takenAwayAt} |
| first page of ${secondary} | ${firstPageOfSecondary.at} |
| **without a page** | **${record.secondsWithoutPage.toFixed(0)} s** (limit ${HANDOVER_SECONDS_MAX} s: ${record.withinLimit ? 'kept' : 'MISSED'}) |
| to take over | ${record.secondsToTakeOver.toFixed(0)} s |
| answered | ${record.acknowledgedAt ?? 'no'} |
| pages after the answer | ${record.pagesAfterAnswer} |

## The timeline
${record.timeline.map(({ at, region, text }) => `- ${at} ${region}: ${text}`).join('\n')}
`;
};
