import { parentPort, workerData } from 'node:worker_threads';
import { serveDatabase } from './dynamodb-server.ts';
import type { Opening, ThreadAnswer, ThreadMessage } from './dynamodb-thread.ts';

const open = async ({ path, port, outage }: Opening) => {
  const opened = await serveDatabase(path, port, outage);
  parentPort?.postMessage({ url: opened.url });
  return opened;
};

let database = await open(workerData as Opening);
parentPort?.on('message', async (message: ThreadMessage) => {
  if (message === 'close') {
    await database.close();
    parentPort?.postMessage('closed');
  } else if (message === 'stop') {
    await database.close();
    process.exit(0);
  } else if ('open' in message) database = await open(message.open);
  else {
    const [id, headers, body] = message;
    database.serve(headers, body, (status, said) => parentPort?.postMessage([id, status, said] satisfies ThreadAnswer));
  }
});
