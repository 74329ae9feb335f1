import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, toEpochMs } from '../lib/instant.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface SignedBySlack {
  /** The header `X-Slack-Signature`. */
  readonly signature: string | undefined;
  /** The header `X-Slack-Request-Timestamp`: seconds since 1970. */
  readonly timestamp: string | undefined;
  /** The body as it arrived, byte for byte, after API Gateway's base64. */
  readonly body: Uint8Array;
}

export type SlackSignatureError = 'no-signature' | 'malformed-timestamp' | 'stale' | 'wrong-signature';

/** How far Slack's clock and ours may be apart: what is older may be a copy that somebody kept. */
const SKEW_SECONDS_MAX = 300;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
/** One form only, and ten digits are enough until 2286. A header sent twice arrives joined by a comma. */
const TIMESTAMP = /^[1-9]\d{0,9}$/;

/**
 * Whether Slack made this request: `v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{body}`, compared in constant time,
 * and no more than five minutes old or early (docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export const verifySlackSignature = (
  signingSecret: string,
  { signature, timestamp, body }: SignedBySlack,
  at: Instant,
): Result<undefined, SlackSignatureError> => {
  if (!signature || !timestamp) return err('no-signature');
  if (!TIMESTAMP.test(timestamp)) return err('malformed-timestamp');
  if (!SIGNATURE.test(signature)) return err('wrong-signature');
  if (Math.abs(toEpochMs(at) / 1000 - Number(timestamp)) > SKEW_SECONDS_MAX) return err('stale');
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex')) ? ok(undefined) : err('wrong-signature');
};
