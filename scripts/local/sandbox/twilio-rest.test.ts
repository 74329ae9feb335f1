import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, AUTH_TOKEN, PRODUCT_NUMBER, startTestWorld, type TestWorld } from './test-world.ts';

const PHONE = '+12025550101';
let world: TestWorld;

beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(() => world.stop());

const message = { to: PHONE, from: PRODUCT_NUMBER, body: 'Disk full' };
const call = { to: PHONE, from: PRODUCT_NUMBER, url: 'http://127.0.0.1/voice' };

describe("Twilio's errors", () => {
  it('refuses a wrong token with 20003', async () => {
    await expect(world.client('wrong').messages.create(message)).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it.each([
    ['To', { ...message, to: '+1' }, 21211],
    ['From', { ...message, from: '+12025550000' }, 21660],
    ['Body', { ...message, body: '' }, 21602],
    ['a long Body', { ...message, body: 'x'.repeat(1601) }, 21617],
    ['StatusCallback', { ...message, statusCallback: 'nowhere' }, 21609],
  ])('refuses a message with a wrong %s', async (_what, order, code) => {
    await expect(world.client().messages.create(order)).rejects.toMatchObject({ status: 400, code });
    expect(world.sandbox.messages()).toEqual([]);
  });

  it.each([
    ['To', { ...call, to: 'x' }, 21211],
    ['From', { ...call, from: '+12025550000' }, 21210],
    ['Url', { ...call, url: 'nowhere' }, 21205],
  ])('refuses a call with a wrong %s', async (_what, order, code) => {
    await expect(world.client().calls.create(order)).rejects.toMatchObject({ status: 400, code });
  });

  it('answers 20404 for what it does not know', async () => {
    await expect(world.client().messages('SM0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(world.client().calls('CA0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe("Twilio's lists", () => {
  it('are newest first, by number, in pages', async () => {
    for (const body of ['one', 'two', 'three']) await world.client().messages.create({ ...message, body });
    await world.client().messages.create({ ...message, to: '+12025550102' });
    const all = await world.client().messages.list({ to: PHONE, pageSize: 2 });
    expect(all.map(({ body }) => body)).toEqual(['three', 'two', 'one']);
    const page = await world.client().messages.page({ to: PHONE, pageSize: 2 });
    expect(page.instances).toHaveLength(2);
  });

  it('filter by time, and leave out what has none yet', async () => {
    await world.client().messages.create({ ...message, body: 'early' });
    await world.clock.advance(60_000);
    await world.client().messages.create({ ...message, body: 'late' });
    await world.clock.advance(1_000);
    await world.client().messages.create({ ...message, body: 'queued' });
    const since = (dateSentAfter: Date) => world.client().messages.list({ dateSentAfter });
    expect((await since(new Date('2026-11-24T03:00:30Z'))).map(({ body }) => body)).toEqual(['late']);
    expect(await since(new Date('2026-11-24T03:00:01Z'))).toHaveLength(2);
    const before = await world.client().messages.list({ dateSentBefore: new Date('2026-11-24T03:00:30Z') });
    expect(before.map(({ body }) => body)).toEqual(['early']);
  });

  it('show calls by number and start', async () => {
    const { sid } = await world.client().calls.create(call);
    await world.clock.advance(1_000);
    const list = await world.client().calls.list({ to: PHONE, startTimeAfter: new Date('2026-11-24T03:00:00Z') });
    expect(list).toMatchObject([{ sid, status: 'ringing', to: PHONE, toFormatted: '(202) 555-0101' }]);
  });
});

describe("Twilio's outages", () => {
  const post = (signal?: AbortSignal) =>
    fetch(`${world.url}/_twilio/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${ACCOUNT_SID}:${AUTH_TOKEN}`)}` },
      body: new URLSearchParams({ To: PHONE, From: PRODUCT_NUMBER, Body: 'Disk full' }),
      ...(signal ? { signal } : {}),
    });

  it('error: 500 at once', async () => {
    world.outages.set('twilio', 'error');
    await expect(world.client().messages.create(message)).rejects.toMatchObject({ status: 500, code: 20500 });
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('timeout: no answer, nothing going on, and the line is cut when it is over', async () => {
    world.outages.set('twilio', 'timeout');
    const asked = post().then(
      () => 'answered',
      () => 'cut',
    );
    const early = await Promise.race([asked, world.clock.advance(3_600_000).then(() => 'silence')]);
    expect(early).toBe('silence');
    world.outages.set('twilio', 'ok');
    expect(await asked).toBe('cut');
    expect(world.sandbox.messages()).toEqual([]);
    expect((await post()).status).toBe(201);
  });

  it('answer-lost: the message is sent, the answer is not', async () => {
    world.outages.set('twilio', 'answer-lost');
    await expect(post()).rejects.toThrow();
    await world.clock.advance(5_000);
    expect(world.sandbox.messages()).toMatchObject([{ body: 'Disk full', status: 'delivered' }]);
    expect(await world.client().messages.list({ to: PHONE })).toHaveLength(1);
  });

  it('accepted-no-receipt: taken, and never heard of again', async () => {
    world.outages.set('twilio', 'accepted-no-receipt' as never);
    await world.client().messages.create({ ...message, statusCallback: `${world.url}/v1/twilio/status` });
    await world.clock.advance(60_000);
    expect(world.received).toEqual([]);
    expect(world.sandbox.messages()).toMatchObject([{ status: 'queued' }]);
  });
});
