import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { err, ok, type Result } from '../lib/result.ts';

export type SignedRequest = {
  /** As configured at Twilio, for example `https://pager.example.com`. Never from the Host header. */
  readonly publicUrl: string;
  /** The path as it arrived, not decoded. */
  readonly path: string;
  /** The query as it arrived, without `?`; empty when there is none. */
  readonly query: string;
  /** The form as it arrived, after API Gateway's base64; empty for a GET. */
  readonly body: string;
  /** The header `X-Twilio-Signature`. */
  readonly signature: string | undefined;
};

export type SignatureError = 'no-signature' | 'malformed-request' | 'wrong-signature';

/** Twilio's forms have some forty fields. */
const BODY_LENGTH_MAX = 64_000;

/**
 * Whether Twilio made this request: base64 of HMAC-SHA1 over the public address and the sorted fields, compared in
 * constant time. Gives the fields of the form.
 */
export const verifyTwilioSignature = (
  authToken: string,
  request: SignedRequest,
): Result<URLSearchParams, SignatureError> => {
  const { publicUrl, path, query, body, signature } = request;
  if (signature === undefined || signature === '') return err('no-signature');
  if (!path.startsWith('/') || body.length > BODY_LENGTH_MAX) return err('malformed-request');
  const url = `${publicUrl.replace(/\/+$/, '')}${path}${query === '' ? '' : `?${query}`}`;
  const fields = new URLSearchParams(body);
  return validateRequest(authToken, signature, url, byName(fields)) ? ok(fields) : err('wrong-signature');
};

/** A field that comes several times keeps all its values. Without a prototype, so that no field name is special. */
const byName = (fields: URLSearchParams): Record<string, string | string[]> => {
  const result: Record<string, string | string[]> = Object.create(null);
  for (const name of fields.keys()) {
    const values = fields.getAll(name);
    result[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return result;
};
