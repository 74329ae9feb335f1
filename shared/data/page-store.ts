import type { Attempt, Page } from '../domain/paging/page.ts';
import type { IncidentId, PageId } from '../lib/ids.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { dueKeys } from './due.ts';
import { attemptEntity } from './entities/attempt.ts';
import { pageEntity } from './entities/page.ts';
import type { TableConnection } from './table.ts';

const item = (page: Page) => ({
  incidentId: page.incidentId,
  pageId: page.pageId,
  baton: page.baton,
  page,
  ...(page.status === 'active' ? dueKeys(page, `page#${page.pageId}`) : {}),
});

/** A change to an attempt is tried again this often when a receipt came in at the same instant. */
const ATTEMPT_TRIES_MAX = 8;

/** Pages and the attempts to send them. */
export const pageStore = (connection: TableConnection) => {
  const pages = pageEntity(connection);
  const attempts = attemptEntity(connection);

  const attempt = async (incidentId: IncidentId, attemptId: string) =>
    (await attempts.get({ incidentId, attemptId }).go(CONSISTENT)).data ?? undefined;

  return {
    /** False: this person's page of this level is there already. */
    begin: (page: Page): Promise<boolean> => written(pages.create(item(page)).go(UNANSWERED)),

    async get(incidentId: IncidentId, pageId: PageId): Promise<Page | undefined> {
      return (await pages.get({ incidentId, pageId }).go(CONSISTENT)).data?.page;
    },

    /** All pages of one level of a run (`r1.0.0.`), or of a whole run (`r1.`). */
    async of(incidentId: IncidentId, prefix: string): Promise<readonly Page[]> {
      const found = await pages.query
        .primary({ incidentId })
        .begins({ pageId: prefix })
        .go({ ...CONSISTENT, pages: 'all' });
      return found.data.map(({ page }) => page);
    },

    /** False: another execution holds the baton by now, and this one must end. */
    save: (page: Page, baton: number): Promise<boolean> =>
      written(
        pages
          .put(item(page))
          .where((attribute, { eq }) => eq(attribute.baton, baton))
          .go(UNANSWERED),
      ),

    /** Claims one send. False: it is claimed, and whoever claimed it sends. */
    claim: (claim: Attempt): Promise<boolean> =>
      written(
        attempts
          .create({ incidentId: claim.incidentId, attemptId: claim.attemptId, revision: 1, attempt: claim })
          .go(UNANSWERED),
      ),

    async attempt(incidentId: IncidentId, attemptId: string): Promise<Attempt | undefined> {
      return (await attempt(incidentId, attemptId))?.attempt;
    },

    /** The attempts of one rule of a page, or of all of them, in the order of their names. */
    async attemptsOf(incidentId: IncidentId, pageId: PageId, step?: number): Promise<readonly Attempt[]> {
      const found = await attempts.query
        .primary({ incidentId })
        .begins({ attemptId: step === undefined ? `${pageId}.` : `${pageId}.${step}.` })
        .go({ ...CONSISTENT, pages: 'all' });
      return found.data.map((row) => row.attempt);
    },

    /**
     * Changes an attempt by a pure function of what it is now; undefined leaves it alone. Answers what it was and is,
     * or undefined when there is no such attempt.
     * @throws Error when it was changed by others every time: bounded.
     */
    async amend(
      incidentId: IncidentId,
      attemptId: string,
      change: (attempt: Attempt) => Attempt | undefined,
      known?: Attempt,
    ): Promise<{ readonly before: Attempt; readonly after: Attempt } | undefined> {
      let row = known ? { revision: 1, attempt: known } : await attempt(incidentId, attemptId);
      for (let tries = 0; row && tries < ATTEMPT_TRIES_MAX; tries += 1) {
        const { revision, attempt: before } = row;
        const after = change(before);
        if (!after) return { before, after: before };
        const saved = await written(
          attempts
            .put({ incidentId, attemptId, revision: revision + 1, attempt: after })
            .where((attribute, { eq }) => eq(attribute.revision, revision))
            .go(UNANSWERED),
        );
        if (saved) return { before, after };
        row = await attempt(incidentId, attemptId);
      }
      if (row) throw new Error(`attempt ${attemptId} was changed by others ${ATTEMPT_TRIES_MAX} times`);
      return undefined;
    },
  };
};

export type PageStore = ReturnType<typeof pageStore>;
