import { parentPort, workerData } from 'node:worker_threads';
import { serveDatabase } from './dynamodb-server.ts';
import type { ThreadAnswer, ThreadRequest } from './dynamodb-thread.ts';

const { path, port, outage } = workerData as { path: string | null; port: number; outage: Int32Array };

const database = await serveDatabase(path, port, outage);
parentPort?.postMessage({ url: database.url });
parentPort?.on('message', (message: ThreadRequest | 'stop') => {
  if (message === 'stop') return void database.close().then(() => process.exit(0));
  const [id, headers, body] = message;
  database.serve(headers, body, (status, said) => parentPort?.postMessage([id, status, said] satisfies ThreadAnswer));
});
