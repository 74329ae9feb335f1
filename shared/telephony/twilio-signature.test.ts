import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, verifyTwilioSignature } from './twilio-signature.ts';

const TOKEN = 'secret';
const publicUrl = 'https://pager.example.com';

/** The signature as Twilio's documentation describes it, written down independently. */
const sign = (url: string, fields: readonly (readonly [string, string])[]): string =>
  createHmac('sha1', TOKEN)
    .update(
      url +
        [...fields]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flat()
          .join(''),
    )
    .digest('base64');

const fields = [
  ['To', '+12025550100'],
  ['From', '+12025550101'],
  ['Body', '7a & ümlaut'],
  ['NumMedia', '0'],
  ['FromZip', ''],
] as const;
const query = 'incident=01J&attempt=p.1.1%2Bx';

const signed = (change: Partial<SignedRequest> = {}): SignedRequest => ({
  publicUrl,
  path: '/v1/twilio/status',
  query,
  body: new URLSearchParams(fields.map(([k, v]) => [k, v])).toString(),
  signature: sign(`${publicUrl}/v1/twilio/status?${query}`, fields),
  ...change,
});

describe('a request from Twilio', () => {
  it('is known by its signature and gives its fields, empty ones too', () => {
    const result = verifyTwilioSignature(TOKEN, signed());
    expect(result.ok && Object.fromEntries(result.value)).toEqual(Object.fromEntries(fields));
  });

  it('may have no query and no body', () => {
    const request = signed({ query: '', body: '', signature: sign(`${publicUrl}/v1/twilio/status`, []) });
    expect(verifyTwilioSignature(TOKEN, request).ok).toBe(true);
  });

  it('is checked against the public address with its port and without a slash too many', () => {
    const local = 'http://127.0.0.1:4280';
    const signature = sign(`${local}/v1/twilio/status?${query}`, fields);
    expect(verifyTwilioSignature(TOKEN, signed({ publicUrl: `${local}/`, signature })).ok).toBe(true);
  });

  it('may repeat a field, and may name one as it likes', () => {
    const odd = [
      ['__proto__', '1'],
      ['Media', 'a'],
      ['Media', 'b'],
      ['constructor', '2'],
    ] as const;
    const body = new URLSearchParams(odd.map(([k, v]) => [k, v])).toString();
    const signature = sign(`${publicUrl}/v1/twilio/status?${query}`, odd);
    expect(verifyTwilioSignature(TOKEN, signed({ body, signature })).ok).toBe(true);
  });
});

describe('a request that Twilio did not make', () => {
  it.each([
    ['no signature', { signature: undefined }, 'no-signature'],
    ['an empty signature', { signature: '' }, 'no-signature'],
    ['a short signature', { signature: 'x' }, 'wrong-signature'],
    ['another body', { body: 'Body=8a' }, 'wrong-signature'],
    ['another query', { query: 'incident=01J&attempt=p.1.2' }, 'wrong-signature'],
    ['another path', { path: '/v1/twilio/sms' }, 'wrong-signature'],
    ['another host', { publicUrl: 'https://evil.example.com' }, 'wrong-signature'],
    ['no path', { path: '@evil.example.com/' }, 'malformed-request'],
    ['a body beyond all bounds', { body: `Body=${'x'.repeat(64_000)}` }, 'malformed-request'],
  ] as const)('is refused: %s', (_, change, error) => {
    expect(verifyTwilioSignature(TOKEN, signed(change))).toEqual({ ok: false, error });
  });

  it('is refused when it was signed with another token', () => {
    expect(verifyTwilioSignature('other', signed())).toEqual({ ok: false, error: 'wrong-signature' });
  });
});
