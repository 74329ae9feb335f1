import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxMessage } from './index.ts';
import { ACCOUNT_SID, PRODUCT_NUMBER, START, startTestWorld, type TestWorld } from './test-world.ts';
import { segments } from './texts.ts';

const PHONE = '+12025550101';
let world: TestWorld;

beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(() => world.stop());

const send = (body = 'Disk full') =>
  world.client().messages.create({
    to: PHONE,
    from: PRODUCT_NUMBER,
    body,
    statusCallback: `${world.url}/v1/twilio/status?incident=I&attempt=A%2B1`,
  });

const statuses = () => world.received.map(({ parameters }) => parameters.MessageStatus);

describe('a text message', () => {
  it('is queued, then sent after a second and delivered after two, each told by a signed callback', async () => {
    const message = await send();
    expect(message).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      accountSid: ACCOUNT_SID,
      errorCode: null,
    });
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(message.dateCreated.toISOString()).toBe(START);
    await world.clock.advance(999);
    expect(statuses()).toEqual([]);
    await world.clock.advance(1);
    expect(statuses()).toEqual(['sent']);
    await world.clock.advance(60_000);
    expect(statuses()).toEqual(['sent', 'delivered']);
    expect(world.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect(world.received[1]).toEqual({
      path: '/v1/twilio/status?incident=I&attempt=A%2B1',
      isSigned: true,
      at: '2026-11-24T03:00:02.000Z',
      parameters: {
        AccountSid: ACCOUNT_SID,
        ApiVersion: '2010-04-01',
        From: PRODUCT_NUMBER,
        To: PHONE,
        MessageSid: message.sid,
        MessageStatus: 'delivered',
        SmsSid: message.sid,
        SmsStatus: 'delivered',
      },
    });
    expect(await world.client().messages(message.sid).fetch()).toMatchObject({
      status: 'delivered',
      body: 'Disk full',
    });
  });

  it('is shown to tests, with its status as it changes', async () => {
    const seen: SandboxMessage[] = [];
    world.sandbox.onMessage((message) => seen.push(message));
    const { sid } = await send();
    await world.clock.advance(5_000);
    expect(seen.map(({ status }) => status)).toEqual(['queued', 'sent', 'delivered']);
    const items = [
      { id: sid, kind: 'sms', provider: 'twilio', to: PHONE, body: 'Disk full', at: START, status: 'delivered' },
    ];
    expect(await (await fetch(`${world.url}/sandbox/messages`)).json()).toEqual({ items });
  });

  it('comes back undelivered with error 30003 while phones cannot be reached', async () => {
    world.outages.set('twilio', 'undelivered');
    await send();
    await world.clock.advance(5_000);
    expect(world.received.map(({ parameters }) => [parameters.MessageStatus, parameters.ErrorCode])).toEqual([
      ['sent', undefined],
      ['undelivered', '30003'],
    ]);
  });

  it('is answered by the product, on the phone that wrote', async () => {
    world.answers.set('/v1/twilio/sms', '<Response><Message>INC-1 is yours &amp; only yours.</Message></Response>');
    const answer = await world.post(`/sandbox/phones/${PHONE}/reply`, { body: '1a' });
    expect(answer).toMatchObject({ status: 200, body: { reply: 'INC-1 is yours & only yours.' } });
    expect(world.received).toMatchObject([
      { path: '/v1/twilio/sms', isSigned: true, parameters: { Body: '1a', From: PHONE, To: PRODUCT_NUMBER } },
    ]);
    expect(world.sandbox.messages()).toMatchObject([{ kind: 'sms', to: PHONE, body: 'INC-1 is yours & only yours.' }]);
  });

  it('says so when the webhook of a reply fails', async () => {
    world.answers.set('/v1/twilio/sms', 403);
    const answer = await world.post(`/sandbox/phones/${PHONE}/reply`, { body: '1a' });
    expect(answer).toMatchObject({
      status: 502,
      type: 'application/problem+json',
      body: { detail: "The product's webhook answered 403." },
    });
  });

  it('is refused with 21610 after STOP, until START', async () => {
    const stopped = await world.post(`/sandbox/phones/${PHONE}/reply`, { body: ' stop ' });
    expect(stopped.body.reply).toContain('unsubscribed');
    await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
    await world.post(`/sandbox/phones/${PHONE}/reply`, { body: 'START' });
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
  });

  it('counts its segments by the alphabet it needs', () => {
    expect([
      segments('a'.repeat(160)),
      segments('a'.repeat(161)),
      segments('世'.repeat(70)),
      segments('世'.repeat(71)),
    ]).toEqual([1, 2, 1, 2]);
  });
});
