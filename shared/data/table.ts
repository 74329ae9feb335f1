import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The three sparse indexes. They hold keys only: what is found there is then read from the table, consistently. */
export const INDEXES = {
  /** Incidents for lists: open ones under `open`, ended ones under the month they were declared in. */
  list: { pk: 'listPk', sk: 'listSk' },
  /** Runs and pages that still have a deadline, by shard. */
  due: { pk: 'duePk', sk: 'dueSk' },
  /** Commits whose effects are not known to be done, by shard. */
  outbox: { pk: 'outboxPk', sk: 'outboxSk' },
} as const;

/**
 * Keys that every new incident writes to are spread, since one key takes 1,000 writes a second and an incident is half a
 * dozen of them: this is good for 600 new incidents a second. Each is asked for every minute, so there are no more.
 */
export const SHARDS = 4;

/** There were eight once. What was entered in these is looked for still, and can be forgotten a month after a release without them. */
export const RETIRED_SHARDS = [4, 5, 6, 7] as const;

/** The shard of an incident: from the random end of its ULID, so that they spread evenly. */
export const shardOf = (incidentId: string): number => incidentId.charCodeAt(incidentId.length - 1) % SHARDS;

/** What CreateTable is told: the state table, and the one for idempotency records (Powertools' own layout). */
export const tables = (names: { table: string; idempotency: string }): CreateTableCommandInput[] => [
  {
    TableName: names.table,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', ...Object.values(INDEXES).flatMap(({ pk, sk }) => [pk, sk])].map(
      (AttributeName) => ({ AttributeName, AttributeType: 'S' as const }),
    ),
    GlobalSecondaryIndexes: Object.entries(INDEXES).map(([IndexName, { pk, sk }]) => ({
      IndexName,
      KeySchema: [
        { AttributeName: pk, KeyType: 'HASH' as const },
        { AttributeName: sk, KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    })),
  },
  {
    TableName: names.idempotency,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  },
];

export interface TableConnection {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/**
 * A client whose every wait is bounded: 1 s to connect, 2.5 s for an answer, three tries. A function that pages must
 * know soon that the table is not well.
 */
export const connectTable = (options: {
  readonly table: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
}): TableConnection => {
  const base = new DynamoDBClient({
    region: options.region,
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 2500,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 100 },
      httpsAgent: { keepAlive: true, maxSockets: 100 },
    },
  });
  // A map that has a key `constructor` (a label of an alert may be named so) looks like an instance of a class.
  const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true };
  const client = DynamoDBDocumentClient.from(base, { marshallOptions });
  return { client, table: options.table };
};
