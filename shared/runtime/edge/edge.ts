import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Instant } from '../../lib/instant.ts';
import { verifySlackSignature } from '../../slack/signature.ts';
import { clock } from '../clock.ts';
import { environment, slackConfigured } from '../environment.ts';
import { cameThroughTheFront, notThroughTheFront } from '../http/front.ts';
import { unavailable } from '../http/problems.ts';
import { problem, type Response } from '../http/response.ts';
import { errorName } from './error-name.ts';
import { log } from './log.ts';

/** A request that Slack signed, not read yet. */
export interface SlackWebhook {
  readonly at: Instant;
  readonly body: string;
  /** Milliseconds until Slack should have its answer; negative when that is over. */
  readonly leftMs: () => number;
}

export interface EdgeOptions<Deps> {
  readonly deps: () => Deps;
  /** Slack has no token of ours: what it sends is signed. */
  readonly role: 'public';
  /** An answer for what need not be signed; it sees the body as it came. */
  readonly unsigned?: (body: Uint8Array) => Response | undefined;
}

/** Slack gives an entrance three seconds, of which the way there and back takes some. */
const ANSWER_MS = 2500;
/** Slack's largest are submitted modals with their whole view: some 100 kB. */
const BODY_BYTES_MAX = 256 * 1024;

const notSetUp = (): Response =>
  problem(404, 'Slack is not set up', 'SLACK_BOT_TOKEN is not set here: see docs/slack.md.', [
    { field: 'SLACK_BOT_TOKEN', message: 'is not set' },
  ]);

const tooLarge = (): Response =>
  problem(413, 'The request is too large', `A body may have ${BODY_BYTES_MAX} bytes.`, [
    { field: 'body', message: `is larger than ${BODY_BYTES_MAX} bytes` },
  ]);

const notSlacks = (): Response =>
  problem(401, 'The signature is wrong', 'Only Slack may call this, signed with our signing secret, and just now.', [
    { field: 'X-Slack-Signature', message: 'does not match the request and the time' },
  ]);

const bytesOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

/**
 * The stack of Slack's three entrances: nothing of a request is read before its signature is found right. An error of
 * ours is 503 and never says what it was. Everything here is in a bundle of at most 30 kB, so that Slack has its answer
 * in time on a cold start too.
 */
export const edge = <Deps>(
  handle: (deps: Deps, webhook: SlackWebhook) => Promise<Response>,
  { deps, unsigned }: EdgeOptions<Deps>,
) =>
  middy<APIGatewayProxyEventV2, Response>()
    .use({
      onError: (failed) => {
        const { requestContext, routeKey } = failed.event;
        const failure = errorName(failed.error);
        log.error('request.failed', { requestId: requestContext?.requestId, route: routeKey, errorName: failure });
        failed.response = unavailable();
      },
    })
    .handler(async (event: APIGatewayProxyEventV2): Promise<Response> => {
      const began = performance.now();
      if (!cameThroughTheFront(event.headers)) {
        log.warn('origin.refused', { requestId: event.requestContext.requestId, route: event.routeKey });
        return notThroughTheFront();
      }
      if (!slackConfigured()) return notSetUp();
      const body = bytesOf(event);
      if (body.length > BODY_BYTES_MAX) return tooLarge();
      const at = clock().now();
      const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = event.headers;
      const verified = verifySlackSignature(environment('SLACK_SIGNING_SECRET'), { signature, timestamp, body }, at);
      if (!verified.ok) {
        const answer = unsigned?.(body);
        if (answer) return answer;
        log.warn('signature.refused', { requestId: event.requestContext.requestId, reason: verified.error });
        return notSlacks();
      }
      const leftMs = () => ANSWER_MS - (performance.now() - began);
      return handle(deps(), { at, body: body.toString('utf8'), leftMs });
    });
