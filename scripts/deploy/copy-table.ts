import { BatchWriteCommand, type DynamoDBDocumentClient, paginateScan, ScanCommand } from '@aws-sdk/lib-dynamodb';

/** What one request of BatchWriteItem takes. */
const BATCH = 25;
const TRIES_MAX = 8;

export interface TableOf {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

const put = async ({ client, table }: TableOf, items: readonly Record<string, unknown>[]): Promise<void> => {
  let requests = items.map((Item) => ({ PutRequest: { Item } }));
  for (let tries = 0; requests.length > 0; tries += 1) {
    if (tries === TRIES_MAX) throw new Error(`${table} did not take ${requests.length} items in ${TRIES_MAX} tries`);
    const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    requests = (UnprocessedItems?.[table] ?? []) as typeof requests;
  }
};

/**
 * Every item of a restored table into a new one that is empty: a strong table can be made in no other way. It can be
 * run again after it was stopped only on another empty table. @returns how many. @throws Error when the target holds something.
 */
export const copyTable = async (from: TableOf, to: TableOf): Promise<number> => {
  const { Count = 0 } = await to.client.send(new ScanCommand({ TableName: to.table, Limit: 1 }));
  if (Count > 0) throw new Error(`${to.table} is not empty: what is in it would be written over`);
  let copied = 0;
  for await (const { Items = [] } of paginateScan({ client: from.client }, { TableName: from.table })) {
    for (let at = 0; at < Items.length; at += BATCH) await put(to, Items.slice(at, at + BATCH));
    copied += Items.length;
  }
  return copied;
};
