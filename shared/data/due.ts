import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { IncidentId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { INDEXES, RETIRED_SHARDS, SHARDS, shardOf, type TableConnection } from './table.ts';

/** The due index's keys of something with a deadline: sorted by it within the incident's shard. */
export const dueKeys = (what: { readonly incidentId: IncidentId; readonly dueAt: Instant }, name: string) => ({
  duePk: `due#${shardOf(what.incidentId)}`,
  dueSk: `${what.dueAt}#${what.incidentId}#${name}`,
});

/** What an index entry points to: the item's place in its incident, and the time that it was entered under. */
export interface Overdue {
  readonly incidentId: IncidentId;
  /** `run#r1`, `page#r1.0.0.ada` or `log#00000001`. */
  readonly name: string;
  readonly since: Instant;
}

/** Nobody enters anything in a retired shard, so it is asked for this often only: in the minutes that this divides. */
const RETIRED_MINUTES = 10;

const shardsAt = (instant: Instant): readonly number[] => {
  const asked = Array.from({ length: SHARDS }, (_, shard) => shard);
  return new Date(instant).getUTCMinutes() % RETIRED_MINUTES === 0 ? [...asked, ...RETIRED_SHARDS] : asked;
};

/**
 * The oldest entries of the due or outbox index from before an instant, at most `limit` per shard of the partition, which
 * is named as the index unless it is another's. The index may lag behind the table: whoever acts on an entry reads the
 * item itself first.
 */
export const overdue = async (
  { client, table }: TableConnection,
  index: 'due' | 'outbox',
  before: Instant,
  limit: number,
  partition: string = index,
): Promise<readonly Overdue[]> => {
  const keys = INDEXES[index];
  const shards = await Promise.all(
    shardsAt(before).map((shard) =>
      client.send(
        new QueryCommand({
          TableName: table,
          IndexName: index,
          KeyConditionExpression: '#pk = :pk AND #sk < :before',
          ExpressionAttributeNames: { '#pk': keys.pk, '#sk': keys.sk },
          ExpressionAttributeValues: { ':pk': `${partition}#${shard}`, ':before': before },
          Limit: limit,
        }),
      ),
    ),
  );
  return shards
    .flatMap(({ Items }) => Items ?? [])
    .map((entry) => ({
      incidentId: String(entry['pk']).replace(/^incident#/, '') as IncidentId,
      name: String(entry['sk']),
      since: String(entry[keys.sk]).slice(0, 24) as Instant,
    }))
    .sort((a, b) => (a.since < b.since ? -1 : 1));
};
