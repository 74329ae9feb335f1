import type { SlackRequest } from '../../slack/requests.ts';
import { clock } from '../clock.ts';
import { endpoint, environment } from '../environment.ts';
import { connections, deadline } from './connections.ts';
import { errorName } from './error-name.ts';
import { log } from './log.ts';
import { type AwsCredentials, signedHeaders } from './sigv4.ts';

const ATTEMPTS_MAX = 2;
const ATTEMPT_MS_MAX = 1500;
/** Slack has given up by then, but what was asked is still worth keeping. */
const ATTEMPT_MS_MIN = 300;

/** Lambda's own: they change while it lives, so they are read each time. */
const credentials = (): AwsCredentials => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});

const sendOnce = (QueueUrl: string, MessageBody: string, ms: number) => {
  const body = JSON.stringify({ QueueUrl, MessageBody });
  const url = new URL(`${endpoint('AWS_ENDPOINT_URL_SQS') ?? new URL(QueueUrl).origin}/`);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  const request = { service: 'sqs', region: environment('PD_REGION'), url, headers, body };
  return connections().send({
    method: 'POST',
    url,
    headers: signedHeaders(request, credentials(), clock().now()),
    body,
    signal: deadline(ms),
  });
};

/** What the worker is asked to do. SQS's own protocol: its SDK is ten times what an entrance may weigh. */
export const slackRequests = {
  /**
   * Puts it onto the queue; false when that is not certain. Tried again once when there was no answer or the queue was
   * not well: the same request may be there twice then, which the worker sees by its id.
   *
   * @param leftMs the time that is left to answer Slack
   */
  async send(request: SlackRequest, leftMs: () => number): Promise<boolean> {
    const queueUrl = environment('PD_SLACK_REQUESTS_QUEUE_URL');
    const message = JSON.stringify(request);
    let failure = '';
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1 && leftMs() < ATTEMPT_MS_MIN) break;
      const ms = Math.max(ATTEMPT_MS_MIN, Math.min(ATTEMPT_MS_MAX, leftMs()));
      try {
        const { statusCode } = await sendOnce(queueUrl, message, ms);
        if (statusCode === 200) return true;
        failure = String(statusCode);
        if (statusCode < 500 && statusCode !== 429) break;
      } catch (error) {
        failure = errorName(error);
      }
    }
    log.error('slack.not-queued', { requestType: request.type, failure });
    return false;
  },
};

export type SlackRequests = typeof slackRequests;
