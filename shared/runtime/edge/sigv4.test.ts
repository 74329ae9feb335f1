// @ts-expect-error: it has no types.
import aws4 from 'aws4';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromEpochMs, type Instant } from '../../lib/instant.ts';
import { type AwsCredentials, type AwsRequest, signedHeaders } from './sigv4.ts';

const AT = '2026-11-23T03:00:00.123Z' as Instant;
const ROLE: AwsCredentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'wJalr/XUtnFEMI',
  sessionToken: 'IQoJ//+=',
};

const request = (change: Partial<AwsRequest> = {}): AwsRequest => ({
  service: 'sqs',
  region: 'eu-central-1',
  url: new URL('https://sqs.eu-central-1.amazonaws.com/'),
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
  body: '{"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/q","MessageBody":"zwei ü 🚨"}',
  ...change,
});

/** The signature that aws4 makes of the same headers; it adds the length of the body, so it is given to ours too. */
const expected = ({ service, region, url, headers, body }: AwsRequest, credentials: AwsCredentials, at: Instant) => {
  const date = at.replace(/[-:]|\.\d{3}/g, '');
  const signed = aws4.sign(
    {
      service,
      region,
      method: 'POST',
      host: url.host,
      path: url.pathname,
      headers: { ...headers, 'X-Amz-Date': date },
      body,
    },
    credentials,
  );
  return signed.headers.Authorization as string;
};
const withLength = (one: AwsRequest): AwsRequest => ({
  ...one,
  headers: { ...one.headers, 'content-length': String(Buffer.byteLength(one.body)) },
});

it.each([
  ['a role', request(), ROLE],
  ['a user', request(), { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' }],
  ['another endpoint', request({ url: new URL('http://127.0.0.1:4280/_aws/sqs/') }), ROLE],
  ['spaces in a header', request({ headers: { 'content-type': '  a   b ' } }), ROLE],
  ['an empty body', request({ body: ' ' }), ROLE],
])('signs as another library does: %s', (_, one, credentials) => {
  const ours = signedHeaders(withLength(one), credentials, AT);
  expect(ours.authorization).toBe(expected(withLength(one), credentials, AT));
  expect(ours['x-amz-security-token']).toBe('sessionToken' in credentials ? credentials.sessionToken : undefined);
});

it('signs as another library does, whatever the body and whenever', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }),
      fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
      (body, epochMs, secretAccessKey) => {
        const one = withLength(request({ body }));
        const credentials = { ...ROLE, secretAccessKey };
        const at = fromEpochMs(epochMs);
        expect(signedHeaders(one, credentials, at).authorization).toBe(expected(one, credentials, at));
      },
    ),
  );
});
