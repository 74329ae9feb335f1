import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable, tables } from '../../shared/data/table.ts';
import { ensureTables, startDatabase } from '../local/aws/dynamodb.ts';
import { type Summary, summary } from './figures.ts';
import { HttpClient } from './http-client.ts';

/** What this machine does without any of ours: figures of two machines compare only as ratios to these. */
export interface Baseline {
  readonly rate: number;
  readonly each: Summary;
}

const work = async (count: number, atOnce: number, one: (index: number) => Promise<unknown>): Promise<Baseline> => {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const start = performance.now();
      await one(index);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { rate: (count * 1000) / (performance.now() - began), each: summary(times) };
};

if (!isMainThread) {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('{}'));
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

/** A bare node:http server in a thread of its own, asked by our client. */
export const echoBaseline = async (count: number, atOnce: number): Promise<Baseline> => {
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const client = new HttpClient(`http://127.0.0.1:${port}`);
  const body = { summary: 'as large as an alert', source: 'bench', severity: 'critical' };
  await work(500, atOnce, () => client.post('/', body));
  const result = await work(count, atOnce, () => client.post('/', body));
  client.close();
  await worker.terminate();
  return result;
};

/** Conditional puts on the laptop's own database in memory, through the same client that the product uses. */
export const putBaseline = async (count: number, atOnce: number): Promise<Baseline> => {
  const database = await startDatabase(null);
  process.env['AWS_ACCESS_KEY_ID'] ??= 'laptop';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'laptop';
  const { client, table } = connectTable({ table: 'pd-lite', region: 'us-east-1', endpoint: database.url });
  await ensureTables(client as never, tables({ table, idempotency: 'pd-lite-idempotency' }));
  const put = (name: string) => (index: number) =>
    client.send(
      new PutCommand({
        TableName: table,
        Item: { pk: `${name}#${index}`, sk: 'item', text: 'a conditional put' },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  await work(200, atOnce, put('warm'));
  const result = await work(count, atOnce, put('put'));
  client.destroy();
  await database.stop();
  return result;
};
