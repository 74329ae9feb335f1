import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { IncidentEvent } from '../domain/incident/events.ts';
import { evolve } from '../domain/incident/evolve.ts';
import { type Incident, pagingRun } from '../domain/incident/incident.ts';
import type { IncidentId, RunId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { commitEntity } from './entities/commit.ts';
import { headEntity } from './entities/head.ts';
import { counterEntity, numberEntity } from './entities/number.ts';
import { shardOf, type TableConnection } from './table.ts';

export interface Commit {
  readonly incidentId: IncidentId;
  readonly seq: number;
  readonly commitId: string;
  readonly events: readonly IncidentEvent[];
  readonly at: Instant;
  readonly region: string;
}

export interface Loaded {
  readonly incident: Incident | undefined;
  /** The newest commits that the read came by: enough to recognise one of our own whose answer was lost. */
  readonly newest: readonly Commit[];
}

const endedList = ({ drill, declaredAt }: Incident): string => (drill ? 'drills' : `ended#${declaredAt.slice(0, 7)}`);

/**
 * Where an incident stands in the list index: open ones together, ended ones by the month of their declaration, and
 * drills that have ended together.
 */
const listKeys = (incident: Incident) => ({
  listPk: incident.status === 'resolved' ? endedList(incident) : 'open',
  listSk: `${incident.declaredAt}#${incident.id}`,
});

/** Reads and writes incidents: an append-only log of commits, and the head projected from it (ADR 0001). */
export const incidentStore = (connection: TableConnection) => {
  const { client, table } = connection;
  const commits = commitEntity(connection);
  const heads = headEntity(connection);
  const counters = counterEntity(connection);
  const numbers = numberEntity(connection);

  const commitsAfter = async (incidentId: IncidentId, seq: number): Promise<readonly Commit[]> => {
    const found = await commits.query
      .primary({ incidentId })
      .between({ seq: seq + 1 }, { seq: 99_999_999 })
      .go({ ...CONSISTENT, pages: 'all' });
    return found.data as unknown as Commit[];
  };

  return {
    /**
     * The incident as of now: its head and every commit that the head lacks, read consistently. One query from the
     * end of the log, and a second only when the head is far behind.
     */
    async load(incidentId: IncidentId): Promise<Loaded> {
      const found = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :log AND :now',
          ExpressionAttributeValues: { ':pk': `incident#${incidentId}`, ':log': 'log#', ':now': 'now' },
          ScanIndexForward: false,
          Limit: 3,
        }),
      );
      const items = found.Items ?? [];
      const head = items.find((item) => item['sk'] === 'now') as { version: number; state: Incident } | undefined;
      const newest = items.filter((item) => item['sk'] !== 'now').reverse() as unknown as Commit[];
      const after = head?.version ?? 0;
      const oldest = newest[0]?.seq ?? after + 1;
      const missing =
        oldest > after + 1 ? await commitsAfter(incidentId, after) : newest.filter(({ seq }) => seq > after);
      let incident = head?.state;
      for (const commit of missing) incident = evolve(incident, commit.events);
      return { incident, newest };
    },

    /** Appends one commit with its outbox mark. False: somebody else's is there. Nothing else can make it fail to be the truth. */
    append: (commit: Commit): Promise<boolean> =>
      written(
        commits
          .create({
            ...commit,
            outboxPk: `outbox#${shardOf(commit.incidentId)}`,
            outboxSk: `${commit.at}#${commit.incidentId}`,
          })
          .go(UNANSWERED),
      ),

    commit: async (incidentId: IncidentId, seq: number): Promise<Commit | undefined> => {
      const found = await commits.get({ incidentId, seq }).go(CONSISTENT);
      return (found.data ?? undefined) as unknown as Commit | undefined;
    },

    /** The effects of a commit are done: nothing is left for the sweeper. */
    clearOutbox: (incidentId: IncidentId, seq: number): Promise<unknown> =>
      commits.update({ incidentId, seq }).remove(['outboxPk', 'outboxSk']).go(UNANSWERED),

    /** Writes the head unless it is already newer. This is also what closes the fence after an answer. */
    project: (incident: Incident): Promise<boolean> =>
      written(
        heads
          .put({
            incidentId: incident.id,
            version: incident.version,
            state: incident,
            fence: pagingRun(incident) ?? 'none',
            ...listKeys(incident),
          })
          .where(({ version }, { notExists, lt }) => `${notExists(version)} OR ${lt(version, incident.version)}`)
          .go(UNANSWERED),
      ),

    /**
     * Passes the fence of a run: true only while that run may page. Acknowledge and resolve write the same item before
     * they confirm, so no fence is passed after a confirmed answer (ADR 0004).
     */
    fence: (incidentId: IncidentId, runId: RunId, at: Instant): Promise<boolean> =>
      written(
        heads
          .patch({ incidentId })
          .set({ fencedAt: at })
          .where(({ fence }, { eq }) => eq(fence, runId as string))
          .go(UNANSWERED),
      ),

    /** The next INC-number. One that is taken and then not used leaves a gap, never a double. */
    async takeNumber(): Promise<number> {
      const taken = await counters.upsert({ name: 'incident' }).add({ value: 1 }).go({ response: 'all_new' });
      return Number(taken.data?.value);
    },

    nameNumber: (number: number, incidentId: IncidentId): Promise<boolean> =>
      written(numbers.create({ number, incidentId }).go(UNANSWERED)),

    async idOfNumber(number: number): Promise<IncidentId | undefined> {
      const found = await numbers.get({ number }).go(CONSISTENT);
      return found.data?.incidentId as IncidentId | undefined;
    },
  };
};

export type IncidentStore = ReturnType<typeof incidentStore>;
