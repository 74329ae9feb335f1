import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { IncidentId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { endpoint, environment, once } from '../environment.ts';

const client = once(() => {
  const url = endpoint('AWS_ENDPOINT_URL_SQS');
  return new SQSClient({
    region: environment('PD_REGION'),
    ...(url ? { endpoint: url } : {}),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
  });
});

/** An incident whose place in Slack is to be looked at again, unless another time was set for it since. */
export interface SyncAgain {
  readonly incidentId: IncidentId;
  readonly dueAt: Instant;
}

/** SQS delays a message by this much at most. */
export const DELAY_SECONDS_MAX = 900;

export const slackSyncQueue = {
  /** @throws what SQS throws: the minute's schedule finds it all the same. */
  async send(again: SyncAgain, delaySeconds: number): Promise<void> {
    await client().send(
      new SendMessageCommand({
        QueueUrl: environment('PD_SLACK_SYNC_QUEUE_URL'),
        MessageBody: JSON.stringify(again),
        DelaySeconds: Math.max(1, Math.min(DELAY_SECONDS_MAX, Math.ceil(delaySeconds))),
      }),
    );
  },
};
export type SlackSyncQueue = typeof slackSyncQueue;
