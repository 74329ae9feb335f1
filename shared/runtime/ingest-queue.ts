import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Alert } from '../domain/alert/alert.ts';
import type { Instant } from '../lib/instant.ts';
import { endpoint, environment, once } from './environment.ts';
import { log } from './log.ts';

const client = once(() => {
  const url = endpoint('AWS_ENDPOINT_URL_SQS');
  return new SQSClient({
    region: environment('PD_REGION'),
    ...(url ? { endpoint: url } : {}),
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 2500,
      throwOnRequestTimeout: true,
    },
  });
});

/** An accepted alert that could not be written to the table. Only the hash of its integration key leaves the function. */
export interface Spilled {
  readonly keyHash: string;
  readonly alert: Alert;
  readonly at: Instant;
}

export interface Received {
  readonly spilled: Spilled;
  /** Takes it off the queue: only once it is in the table. */
  readonly done: () => Promise<void>;
}

export const ingestQueue = {
  /** @throws what SQS throws: then the sender must be told that the alert was not accepted. */
  async send(spilled: Spilled): Promise<void> {
    await client().send(
      new SendMessageCommand({ QueueUrl: environment('PD_INGEST_QUEUE_URL'), MessageBody: JSON.stringify(spilled) }),
    );
  },

  /** At most ten, the oldest first; none does not say that the queue is empty. */
  async receive(): Promise<readonly Received[]> {
    const QueueUrl = environment('PD_INGEST_QUEUE_URL');
    const { Messages = [] } = await client().send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 120, WaitTimeSeconds: 0 }),
    );
    const received = Messages.flatMap(({ Body, ReceiptHandle }) => {
      const spilled = readSpilled(Body);
      // Unreadable: it stays, and the queue's own redrive puts it aside.
      if (!spilled) log.error('alert.late-failed', { errorName: 'UnreadableMessage' });
      const done = async () => {
        await client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      };
      return spilled ? [{ spilled, done }] : [];
    });
    return received.sort((a, b) => (a.spilled.at < b.spilled.at ? -1 : a.spilled.at > b.spilled.at ? 1 : 0));
  },
};

const readSpilled = (body: string | undefined): Spilled | undefined => {
  try {
    return JSON.parse(body ?? '') as Spilled;
  } catch {
    return undefined;
  }
};

export type IngestQueue = typeof ingestQueue;
