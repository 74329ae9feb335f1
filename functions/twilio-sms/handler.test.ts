import { afterAll, beforeAll, expect, it } from 'vitest';
import { declared, PHONE, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { twilioEnvironment, twilioRequest } from '../../shared/runtime/fixtures/twilio-request.ts';
import { twilioSms } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  twilioEnvironment();
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const text = async (body: string, from: string = PHONE) =>
  (await twilioSms(stores, twilioRequest('/v1/twilio/sms', { From: from, Body: body }))).body;
const paged = async () => {
  const { incidentId, number } = await declared(stores);
  await stores.pages.begin(pageOf(incidentId));
  return { incidentId, number, status: async () => (await stores.incidents.load(incidentId)).incident?.status };
};

it('acknowledges, and says so only to whoever was first', async () => {
  const { number, status } = await paged();
  expect(await text(`${number}a`)).toContain(`INC-${number} acknowledged by you`);
  expect(await status()).toBe('acknowledged');
  expect(await text(`${number}a`)).toContain('was already acknowledged by you');
  expect(await text(`${number}e`)).toContain('escalated');
  expect(await text(`${number}c`)).toContain('resolved by you');
  expect(await text(`${number}a`)).toContain('was already resolved by you');
  expect(await status()).toBe('resolved');
});

it('changes nothing for a wrong number, a wrong code, an unknown phone or one that was not paged', async () => {
  const { number, status } = await paged();
  expect(await text('99999a')).toContain('There is no INC-99999');
  expect(await text(`${number}x`)).toContain('Not understood');
  expect(await text(`${number}a`, '+12025550199')).toContain('not known');
  const other = await declared(stores);
  expect(await text(`${other.number}a`)).toContain('was not paged to this phone');
  expect(await status()).toBe('triggered');
});

it('says nothing to STOP, and is not called by others than Twilio', async () => {
  expect(await text('STOP')).not.toContain('<Message>');
  const forged = {
    ...twilioRequest('/v1/twilio/sms', { From: PHONE, Body: '7a' }),
    body: `From=${encodeURIComponent(PHONE)}&Body=7c`,
  };
  expect((await twilioSms(stores, forged)).statusCode).toBe(403);
  expect((await twilioSms(stores, { ...forged, headers: {} })).statusCode).toBe(403);
});

it('remembers a STOP until START, and of what is no number nothing', async () => {
  expect(await text('Stop.')).not.toContain('<Message>');
  expect([...(await stores.optOuts.all())]).toEqual([PHONE]);
  await text('STOP', 'PDLITE');
  expect((await stores.optOuts.all()).size).toBe(1);
  expect(await text('START')).not.toContain('<Message>');
  expect((await stores.optOuts.all()).size).toBe(0);
});

it('does not say what is not certain', async () => {
  const { number } = await paged();
  const commands = { ...stores.commands, execute: () => Promise.reject(new Error('down')) };
  const answer = await twilioSms(
    { ...stores, commands },
    twilioRequest('/v1/twilio/sms', { From: PHONE, Body: `${number}a` }),
  );
  expect(answer.body).toContain('It is not certain');
});
