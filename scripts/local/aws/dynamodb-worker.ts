import { parentPort, workerData } from 'node:worker_threads';
import { serveDatabase } from './dynamodb-server.ts';

const { path, port, outage } = workerData as { path: string | null; port: number; outage: Int32Array };

const database = await serveDatabase(path, port, outage);
parentPort?.postMessage({ url: database.url });
parentPort?.once('message', () => {
  void database.close().then(() => process.exit(0));
});
