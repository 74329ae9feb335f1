import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { askWithoutSocket, type RequestListener } from '../../scripts/local/aws/without-socket.ts';
import { type TableConnection, tables } from '../../shared/data/table.ts';

type Values = Record<string, unknown>;

const OPTIONS = { removeUndefinedValues: true, convertClassInstanceToMap: true };
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=a, Signature=a';

/** One request to dynalite's own handler, without a socket in between. */
const ask = (serve: RequestListener, operation: string, body: Values): Promise<Values> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': 'now',
      authorization: AUTHORIZATION,
    };
    askWithoutSocket(serve, headers, Buffer.from(JSON.stringify(body)), (status, text) => {
      const answer = JSON.parse(text) as Values;
      if (status === 200) return resolve(answer);
      const error = new Error(String(answer['message'] ?? answer['Message']));
      error.name = String(answer['__type']).split('#').at(-1) ?? '';
      reject(error);
    });
  });

const MARSHALLED = ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'];

const toWire = (input: Values): Values => {
  const wire = { ...input };
  for (const name of MARSHALLED) if (wire[name] !== undefined) wire[name] = marshall(wire[name], OPTIONS);
  return wire;
};

const fromWire = (output: Values): Values => {
  const read = (item: unknown): Values => unmarshall(item as Parameters<typeof unmarshall>[0]);
  const values = { ...output };
  for (const name of ['Item', 'Attributes', 'LastEvaluatedKey'])
    if (values[name] !== undefined) values[name] = read(values[name]);
  if (Array.isArray(values['Items'])) values['Items'] = values['Items'].map(read);
  return values;
};

/**
 * Our stores on a real dynalite in this process, without sockets, signatures and retries between them: ten times as many
 * requests in the same time. For tests of what happens in which order, not of how it is carried.
 */
export const directTable = async (): Promise<TableConnection> => {
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const [handle] = dynalite({ createTableMs: 0 }).listeners('request') as [RequestListener];
  const names = { table: 'pd-test', idempotency: 'pd-test-idempotency' };
  const [main] = tables(names) as [CreateTableCommandInput];
  await ask(handle, 'CreateTable', main as unknown as Values);
  const isActive = async () => {
    const { Table } = await ask(handle, 'DescribeTable', { TableName: names.table });
    return (Table as Values)['TableStatus'] === 'ACTIVE';
  };
  for (let looks = 0; looks < 1000 && !(await isActive()); looks += 1) await new Promise(setImmediate);
  const client = {
    send: async (command: { readonly input: Values }) =>
      fromWire(
        await ask(
          handle,
          command.constructor.name.replace(/Command$/, 'Item').replace('QueryItem', 'Query'),
          toWire(command.input),
        ),
      ),
  };
  return { client: client as unknown as TableConnection['client'], table: names.table };
};
