import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addSeconds, fromEpochMs } from '../lib/instant.ts';
import { type SignedBySlack, verifySlackSignature } from './signature.ts';

/** The example of docs.slack.dev/authentication/verifying-requests-from-slack. */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
  '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
  '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887' +
  'a14d10d2c447fce8b6703c';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const AT = fromEpochMs(1_531_420_618_000);

const request = (change: Partial<SignedBySlack> = {}): SignedBySlack => ({
  signature: SIGNATURE,
  timestamp: '1531420618',
  body: Buffer.from(BODY),
  ...change,
});
const check = (change: Partial<SignedBySlack> = {}, at = AT) => verifySlackSignature(SECRET, request(change), at);
const sign = (timestamp: string, body: Uint8Array | string, secret = SECRET) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

describe('a request from Slack', () => {
  it("is known by its signature: Slack's own example", () => {
    expect(check()).toEqual({ ok: true, value: undefined });
  });

  it.each([-300, -1, 300])('may be %i seconds off our clock', (seconds) => {
    expect(check({}, addSeconds(AT, seconds)).ok).toBe(true);
  });

  it('is judged by its bytes, also where they are no text', () => {
    const body = Buffer.from([0x61, 0xff, 0x00, 0xc3]);
    const signature = sign('1531420618', body);
    expect(check({ body, signature }).ok).toBe(true);
    // The same as text, with U+FFFD for what is none.
    expect(check({ body: Buffer.from(body.toString('utf8')), signature }).ok).toBe(false);
  });

  it('may have an empty body', () => {
    expect(check({ body: Buffer.alloc(0), signature: sign('1531420618', '') }).ok).toBe(true);
  });
});

describe('a request that Slack did not make, or not now', () => {
  it.each([301, 3600, -301, 86_400 * 365])('is stale: %i seconds off', (seconds) => {
    expect(check({}, addSeconds(AT, seconds))).toEqual({ ok: false, error: 'stale' });
  });

  it.each<[string, Partial<SignedBySlack>, string]>([
    ['no signature', { signature: undefined }, 'no-signature'],
    ['an empty signature', { signature: '' }, 'no-signature'],
    ['no timestamp', { timestamp: undefined }, 'no-signature'],
    ['an empty timestamp', { timestamp: '' }, 'no-signature'],
    ['a truncated signature', { signature: SIGNATURE.slice(0, -1) }, 'wrong-signature'],
    ['a signature with more behind it', { signature: `${SIGNATURE}00` }, 'wrong-signature'],
    ['a signature in capitals', { signature: SIGNATURE.toUpperCase() }, 'wrong-signature'],
    ['another version', { signature: SIGNATURE.replace('v0', 'v1') }, 'wrong-signature'],
    ['no version', { signature: SIGNATURE.slice(3) }, 'wrong-signature'],
    ['the right one after a wrong one', { signature: `v0=${'0'.repeat(64)},${SIGNATURE}` }, 'wrong-signature'],
    ['the header twice', { signature: `${SIGNATURE},${SIGNATURE}` }, 'wrong-signature'],
    ['a signature of zeros', { signature: `v0=${'0'.repeat(64)}` }, 'wrong-signature'],
    ['another time', { timestamp: '1531420619' }, 'wrong-signature'],
    ['a byte more', { body: Buffer.from(`${BODY}&`) }, 'wrong-signature'],
    ['a byte less', { body: Buffer.from(BODY.slice(0, -1)) }, 'wrong-signature'],
    ['no body', { body: Buffer.alloc(0) }, 'wrong-signature'],
    ['the same form, written otherwise', { body: Buffer.from(BODY.replace('%2F', '%2f')) }, 'wrong-signature'],
    ['a time with the body in it', { timestamp: '1531420618:token' }, 'malformed-timestamp'],
    ['two times', { timestamp: '1531420618,1531420618' }, 'malformed-timestamp'],
    ['a time in other words', { timestamp: '1531420618.0' }, 'malformed-timestamp'],
    ['an exponent', { timestamp: '1e9' }, 'malformed-timestamp'],
    ['a sign', { timestamp: '+1531420618' }, 'malformed-timestamp'],
    ['a leading zero', { timestamp: '01531420618' }, 'malformed-timestamp'],
    ['spaces', { timestamp: ' 1531420618' }, 'malformed-timestamp'],
    ['milliseconds', { timestamp: '1531420618000' }, 'malformed-timestamp'],
    ['no number', { timestamp: 'NaN' }, 'malformed-timestamp'],
  ])('is refused: %s', (_, change, error) => {
    expect(check(change)).toEqual({ ok: false, error });
  });

  it('is refused when it was signed with another secret', () => {
    expect(check({ signature: sign('1531420618', BODY, 'other') })).toEqual({ ok: false, error: 'wrong-signature' });
  });
});
