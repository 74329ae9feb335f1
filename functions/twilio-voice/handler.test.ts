import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptOf, declared, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { twilioEnvironment, twilioRequest } from '../../shared/runtime/fixtures/twilio-request.ts';
import { twilioVoice } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  twilioEnvironment();
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const scene = async () => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId);
  await stores.pages.begin(page);
  await stores.pages.claim(attemptOf(page, { channel: 'voice' }));
  const pickUp = async (attempt = attemptOf(page).attemptId) =>
    (
      await twilioVoice(
        { ...stores, publicUrl: 'https://pd.example' },
        twilioRequest('/v1/twilio/voice', {}, { incident: incidentId, attempt }),
      )
    ).body;
  return { incidentId, pickUp };
};

it('says what is wrong and what to press', async () => {
  const { pickUp, incidentId } = await scene();
  const twiml = await pickUp();
  expect(twiml).toContain('checkout is down');
  expect(twiml).toContain(`/v1/twilio/gather?incident=${incidentId}&amp;attempt=r1.0.0.ada.0.twilio.0&amp;round=1`);
});

it('says that somebody has it by now, and hangs up', async () => {
  const { pickUp, incidentId } = await scene();
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(1) });
  expect(await pickUp()).toMatch(/already acknowledged by Ada Park.*<Hangup/s);
  await stores.commands.execute(incidentId, { type: 'Resolve', summary: null, by: ADA, at: later(2) });
  expect(await pickUp()).toMatch(/already resolved by Ada Park.*<Hangup/s);
});

it('knows no other call', async () => {
  expect(await (await scene()).pickUp('other')).toContain('<Hangup');
});
