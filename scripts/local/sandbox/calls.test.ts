import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCT_NUMBER, startTestWorld, type TestWorld } from './test-world.ts';

const PHONE = '+12025550101';
const PAGE = `<Response>
  <Gather action="/v1/twilio/gather?incident=I" numDigits="1" timeout="5"><Say>Disk full. Press 4 to acknowledge.</Say></Gather>
  <Gather action="/v1/twilio/gather?incident=I" numDigits="1" timeout="5"><Say>Disk full. Press 4 to acknowledge.</Say></Gather>
  <Say>Goodbye.</Say>
</Response>`;
const THANKS = '<Response><Say>You have it.</Say><Hangup/></Response>';
let world: TestWorld;

beforeEach(async () => {
  world = await startTestWorld();
  world.answers.set('/v1/twilio/voice', PAGE);
  world.answers.set('/v1/twilio/gather', THANKS);
});
afterEach(() => world.stop());

const ring = (more: object = {}) =>
  world.client().calls.create({
    to: PHONE,
    from: PRODUCT_NUMBER,
    url: `${world.url}/v1/twilio/voice?incident=I`,
    timeout: 30,
    statusCallback: `${world.url}/v1/twilio/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    ...more,
  });

const press = (id: string, body: object) => world.post(`/sandbox/calls/${id}/press`, body);
const callbacks = () =>
  world.received
    .filter(({ path }) => path === '/v1/twilio/status')
    .map(({ parameters }) => `${parameters.SequenceNumber} ${parameters.CallStatus}`);
const asked = () => world.received.filter(({ path }) => path !== '/v1/twilio/status').map(({ path }) => path);
const message = () => world.sandbox.messages()[0];

describe('a call', () => {
  it('rings until nobody has answered for as long as it was told to', async () => {
    const { sid } = await ring();
    expect(sid).toMatch(/^CA[0-9a-f]{32}$/);
    await world.clock.advance(29_000);
    expect(message()).toMatchObject({
      id: sid,
      kind: 'call',
      provider: 'twilio',
      to: PHONE,
      body: 'Incoming call',
      status: 'ringing',
    });
    await world.clock.advance(1_000);
    expect(message()?.status).toBe('no-answer');
    expect(callbacks()).toEqual(['0 initiated', '1 ringing', '2 no-answer']);
    expect(asked()).toEqual([]);
    expect(world.received.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it('is picked up by a press, says its text, hears the digit and ends', async () => {
    const { sid } = await ring();
    await world.clock.advance(2_000);
    const pressed = await press(sid, { digits: '4' });
    expect(pressed).toMatchObject({
      status: 200,
      body: { status: 'completed', said: ['Disk full. Press 4 to acknowledge.', 'You have it.'] },
    });
    await world.activity.idle();
    expect(asked()).toEqual(['/v1/twilio/voice?incident=I', '/v1/twilio/gather?incident=I']);
    expect(world.received.find(({ path }) => path.startsWith('/v1/twilio/gather'))?.parameters).toMatchObject({
      Digits: '4',
      CallSid: sid,
      CallStatus: 'in-progress',
      From: PRODUCT_NUMBER,
      To: PHONE,
      Direction: 'outbound-api',
    });
    expect(callbacks()).toEqual(['0 initiated', '1 ringing', '2 in-progress', '3 completed']);
    expect(message()).toMatchObject({ body: 'Disk full. Press 4 to acknowledge. You have it.', status: 'completed' });
    await world.clock.advance(600_000);
    expect(callbacks()).toHaveLength(4);
    expect(world.received.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it('can be listened to first, and is over when nobody presses', async () => {
    const { sid } = await ring();
    expect(await press(sid, { answer: 'human' })).toMatchObject({ body: { status: 'in-progress', listening: true } });
    await world.clock.advance(6_000);
    expect(await press(sid, { digits: '4' })).toMatchObject({ status: 200, body: { status: 'completed' } });

    const second = await ring();
    await press(second.sid, { answer: 'human' });
    await world.clock.advance(60_000);
    const { status, duration } = await world.client().calls(second.sid).fetch();
    expect([status, duration]).toEqual(['completed', '14']);
  });

  it('tells of a voicemail when it was asked to find out, and presses nothing', async () => {
    const { sid } = await ring({ machineDetection: 'Enable' });
    await world.clock.advance(2_000);
    expect((await press(sid, { answer: 'voicemail' })).body.status).toBe('in-progress');
    await world.clock.advance(60_000);
    expect(asked()).toEqual(['/v1/twilio/voice?incident=I']);
    expect(world.received.find(({ path }) => path.startsWith('/v1/twilio/voice'))?.parameters.AnsweredBy).toBe(
      'machine_start',
    );
    expect(message()).toMatchObject({ status: 'completed', body: 'Disk full. Press 4 to acknowledge. Goodbye.' });
    expect(callbacks().at(-1)).toBe('3 completed');
  });

  it.each(['no-answer', 'busy'])('ends with %s when the person does that', async (answer) => {
    const { sid } = await ring();
    expect((await press(sid, { answer })).body.status).toBe(answer);
    await world.clock.advance(60_000);
    expect(callbacks()).toEqual([`0 ${answer}`]);
  });

  it('tells only of its end when it was not asked for more', async () => {
    const { sid } = await ring({ statusCallbackEvent: undefined });
    await world.clock.advance(2_000);
    await press(sid, { digits: '4' });
    await world.activity.idle();
    expect(callbacks()).toEqual(['0 completed']);
  });

  it('fails while phones cannot be reached', async () => {
    world.outages.set('twilio', 'undelivered');
    await ring();
    await world.clock.advance(2_000);
    expect(callbacks()).toEqual(['0 initiated', '1 failed']);
  });

  it('is taken back by the product while it rings, and hung up by it later', async () => {
    const waiting = await ring();
    expect(await world.client().calls(waiting.sid).update({ status: 'canceled' })).toMatchObject({
      status: 'canceled',
    });
    const answered = await ring();
    await press(answered.sid, { answer: 'human' });
    expect(await world.client().calls(answered.sid).update({ status: 'completed' })).toMatchObject({
      status: 'completed',
    });
    await expect(world.client().calls(answered.sid).update({ status: 'completed' })).rejects.toMatchObject({
      code: 21220,
    });
  });

  it('follows redirects, and apologizes for a webhook that fails', async () => {
    world.answers.set(
      '/v1/twilio/voice',
      '<Response><Pause length="2"/><Redirect>/v1/twilio/other</Redirect></Response>',
    );
    world.answers.set('/v1/twilio/other', 500);
    const { sid } = await ring();
    const { body } = await press(sid, { answer: 'human' });
    expect(body).toMatchObject({
      status: 'completed',
      said: ['We are sorry, an application error has occurred. Goodbye.'],
    });
  });

  it('ends, even if its documents lead to each other without end', async () => {
    world.answers.set('/v1/twilio/voice', '<Response><Redirect/></Response>');
    const { sid } = await ring();
    expect((await press(sid, { answer: 'human' })).body.status).toBe('completed');
  });
});

describe('errors of a press', () => {
  it('are problem documents that name the field', async () => {
    const { sid } = await ring();
    expect(await press('CA0', { digits: '4' })).toMatchObject({ status: 404, type: 'application/problem+json' });
    expect(await press(sid, {})).toMatchObject({ status: 400, body: { field: 'digits' } });
    expect(await press(sid, { digits: 4 })).toMatchObject({ status: 400, body: { field: 'digits' } });
    expect(await press(sid, { answer: 'maybe' })).toMatchObject({ status: 400, body: { field: 'answer' } });
    expect(await press(sid, { digits: '4' })).toMatchObject({ status: 200 });
    expect(await press(sid, { digits: '4' })).toMatchObject({
      status: 409,
      body: { detail: 'The call has ended: completed.' },
    });
  });

  it('say so when the call does not listen', async () => {
    world.answers.set('/v1/twilio/voice', '<Response><Say>Nothing to press.</Say></Response>');
    const { sid } = await ring();
    expect(await press(sid, { digits: '4' })).toMatchObject({ status: 409, body: { field: 'digits' } });
  });
});
