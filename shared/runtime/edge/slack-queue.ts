import type { SlackRequest } from '../../slack/requests.ts';
import { endpoint, environment } from '../environment.ts';
import { callAws } from './aws-call.ts';
import { errorName } from './error-name.ts';
import { log } from './log.ts';

const ATTEMPTS_MAX = 2;
const ATTEMPT_MS_MAX = 1500;
/** Slack has given up by then, but what was asked is still worth keeping. */
const ATTEMPT_MS_MIN = 300;

const sendOnce = (QueueUrl: string, MessageBody: string, ms: number) => {
  const url = new URL(`${endpoint('AWS_ENDPOINT_URL_SQS') ?? new URL(QueueUrl).origin}/`);
  return callAws({ service: 'sqs', url, target: 'AmazonSQS.SendMessage', body: { QueueUrl, MessageBody } }, ms);
};

/** What the worker is asked to do. */
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
