import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type SmsReceipt, statusesBefore } from '../domain/paging/delivery-status.ts';
import { type Attempt, type Page, RECEIPTS_MAX } from '../domain/paging/page.ts';
import type { IncidentId, PageId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, lostTheRace, UNANSWERED, written } from './conditions.ts';
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
  const { client, table } = connection;
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
     * Writes down what a message's receipt says in one request, where it is plainly a step forward: its provider took the
     * message, and every receipt so far is an earlier one. Answers the attempt as it is then; undefined when nothing was
     * written, and then `amend` decides, which reads first.
     */
    async stepForward(
      incidentId: IncidentId,
      attemptId: string,
      receipt: SmsReceipt,
      at: Instant,
    ): Promise<Attempt | undefined> {
      const before = statusesBefore(receipt.status);
      const names = before.map((_, index) => `:before${index}`);
      if (names.length === 0) return undefined;
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `incident#${incidentId}`, sk: `attempt#${attemptId}` },
            UpdateExpression:
              'SET #a.receipt = :receipt, #a.receipts = list_append(#a.receipts, :receipts) ADD revision :one',
            ConditionExpression:
              '#a.outcome = :accepted AND attribute_type(#a.sid, :string) AND size(#a.receipts) < :most AND ' +
              `(attribute_type(#a.receipt, :null) OR (#a.receipt.kind = :kind AND #a.receipt.#s IN (${names.join(', ')})))`,
            ExpressionAttributeNames: { '#a': 'attempt', '#s': 'status' },
            ExpressionAttributeValues: {
              ':receipt': receipt,
              ':receipts': [{ ...receipt, at }],
              ':kind': receipt.kind,
              ':one': 1,
              ':accepted': 'accepted',
              ':string': 'S',
              ':null': 'NULL',
              ':most': RECEIPTS_MAX,
              ...Object.fromEntries(names.map((name, index) => [name, before[index]])),
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes?.['attempt'] as Attempt | undefined;
      } catch (error) {
        if (lostTheRace(error)) return undefined;
        throw error;
      }
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
