import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ChatProblem } from '../domain/chat/problem.ts';
import type { ChatRoom } from '../domain/chat/room.ts';
import type { EscalationRun } from '../domain/escalation/run.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Attempt, Page } from '../domain/paging/page.ts';
import type { IncidentId } from '../lib/ids.ts';
import type { Commit } from './incident-store.ts';
import type { TableConnection } from './table.ts';

/** All that is on record about one incident. */
export interface IncidentRecord {
  readonly commits: readonly Commit[];
  readonly runs: readonly EscalationRun[];
  readonly pages: readonly Page[];
  readonly attempts: readonly Attempt[];
  /** What would not go in Slack, and goes again. */
  readonly chat: readonly ChatProblem[];
}

/** An incident's record is read to this many items; a longer one is told to be cut. */
const RECORD_ITEMS_MAX = 10_000;

export interface ListPage {
  readonly incidents: readonly Incident[];
  /** Hand it back to go on; undefined at the end. */
  readonly next: string | undefined;
}

/** Reads for people: lists and the whole record of an incident. */
export const incidentReads = ({ client, table }: TableConnection) => {
  const heads = async (ids: readonly string[]): Promise<readonly Incident[]> => {
    const states: Incident[] = [];
    let keys: Record<string, unknown>[] = ids.map((id) => ({ pk: `incident#${id}`, sk: 'now' }));
    for (let tries = 0; keys.length > 0 && tries < 5; tries += 1) {
      const found = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const item of found.Responses?.[table] ?? []) states.push(item['state'] as Incident);
      keys = found.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    if (keys.length > 0) throw new Error('the table did not answer for all incidents of a list');
    return states;
  };

  return {
    /** Newest first: the open incidents (`open`), those of a month that have ended (`ended#2026-11`), or ended `drills`. */
    async list(which: string, limit: number, after: string | undefined): Promise<ListPage> {
      const found = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'list',
          KeyConditionExpression: after ? 'listPk = :pk AND listSk < :after' : 'listPk = :pk',
          ExpressionAttributeValues: { ':pk': which, ...(after ? { ':after': after } : {}) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const entries = found.Items ?? [];
      const states = await heads(entries.map((entry) => String(entry['pk']).replace(/^incident#/, '')));
      const byId = new Map(states.map((state) => [state.id, state]));
      const ordered = entries.flatMap((entry) => {
        const state = byId.get(String(entry['pk']).replace(/^incident#/, '') as IncidentId);
        // The index may lag behind the head: an incident that has just ended is not of the open ones any more.
        const isOfList = state && (state.status === 'resolved') === (which !== 'open');
        return isOfList ? [state] : [];
      });
      const last = entries.at(-1)?.['listSk'];
      return { incidents: ordered, next: found.LastEvaluatedKey && last ? String(last) : undefined };
    },

    /** One query over the incident's partition. */
    async record(incidentId: IncidentId): Promise<IncidentRecord> {
      const items: Record<string, unknown>[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const found = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': `incident#${incidentId}` },
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        items.push(...(found.Items ?? []));
        from = found.LastEvaluatedKey;
      } while (from && items.length < RECORD_ITEMS_MAX);
      const of = (prefix: string) => items.filter((item) => String(item['sk']).startsWith(prefix));
      return {
        commits: of('log#') as unknown as Commit[],
        runs: of('run#').map((item) => item['run'] as EscalationRun),
        pages: of('page#').map((item) => item['page'] as Page),
        attempts: of('attempt#').map((item) => item['attempt'] as Attempt),
        chat: of('chat').flatMap((item) => (item['room'] as ChatRoom | undefined)?.problems ?? []),
      };
    },
  };
};

export type IncidentReads = ReturnType<typeof incidentReads>;
