import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import type { Attempt } from '../../shared/domain/paging/page.ts';

/** All that the table holds about incidents. */
export interface TableContents {
  readonly incidents: readonly Incident[];
  readonly attempts: readonly Attempt[];
  /** Items that still have a deadline, and commits whose effects are not known to be done. */
  readonly due: number;
  readonly outbox: number;
}

/** Scans the whole table. */
export const readTable = async (endpoint: string): Promise<TableContents> => {
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
  const items: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const scan = new ScanCommand({
      TableName: 'pd-lite',
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    const found = await client.send(scan);
    items.push(...(found.Items ?? []));
    from = found.LastEvaluatedKey;
  } while (from);
  client.destroy();
  const ofIncidents = items.filter((item) => String(item['pk']).startsWith('incident#'));
  return {
    incidents: ofIncidents.flatMap((item) => (item['sk'] === 'now' ? [item['state'] as Incident] : [])),
    attempts: ofIncidents.flatMap((item) => (item['attempt'] ? [item['attempt'] as Attempt] : [])),
    due: items.filter((item) => item['duePk'] !== undefined).length,
    outbox: items.filter((item) => item['outboxPk'] !== undefined).length,
  };
};
