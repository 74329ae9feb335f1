import { afterAll, beforeAll, expect, it } from 'vitest';
import { later } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptOf, declared, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { twilioEnvironment, twilioRequest } from '../../shared/runtime/fixtures/twilio-request.ts';
import { twilioStatus } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  twilioEnvironment();
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const scene = async (more: Parameters<typeof pageOf>[1] = {}, attempt: Parameters<typeof attemptOf>[1] = {}) => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId, more);
  await stores.pages.begin(page);
  await stores.pages.claim(attemptOf(page, attempt));
  const { attemptId } = attemptOf(page, attempt);
  const tell = async (form: Record<string, string>, id = attemptId) =>
    (await twilioStatus(stores, twilioRequest('/v1/twilio/status', form, { incident: incidentId, attempt: id })))
      .statusCode;
  return {
    tell,
    page: () => stores.pages.get(incidentId, page.pageId),
    attempt: () => stores.pages.attempt(incidentId, attemptId),
    handed: () =>
      stores.started.filter(({ machine, input }) => machine === 'paging' && input['incidentId'] === incidentId),
  };
};

it('moves a receipt only forward, whatever the order', async () => {
  const { tell, attempt, handed } = await scene();
  for (const MessageStatus of ['sent', 'delivered', 'queued', 'sending', 'sent'])
    expect(await tell({ MessageStatus, MessageSid: 'SM1' })).toBe(204);
  expect(await attempt()).toMatchObject({
    receipt: { status: 'delivered' },
    receipts: [{ status: 'sent' }, { status: 'delivered' }],
  });
  expect(handed()).toEqual([]);
});

it('falls back at once when a message was not delivered, and only once', async () => {
  const { tell, handed, page } = await scene();
  await tell({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  await tell({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  await tell({ MessageStatus: 'failed' });
  expect(handed().map(({ input }) => input)).toMatchObject([
    { baton: 2, failed: { step: 0, because: 'Twilio: undelivered (30003)' } },
  ]);
  expect(await page()).toMatchObject({ baton: 2, step: 0 });
});

it.each(['busy', 'no-answer'])('goes to the next rule at once when a phone is %s', async (CallStatus) => {
  const { tell, page, handed } = await scene(
    { rules: [...pageOf('x' as never).rules].reverse() },
    { channel: 'voice' },
  );
  await tell({ CallStatus, SequenceNumber: '3' });
  expect(await page()).toMatchObject({ step: 1, baton: 2, dueAt: later(0) });
  expect(handed()).toHaveLength(1);
});

it('takes voicemail for no answer: a call that was completed changes nothing', async () => {
  const { tell, page, handed } = await scene({}, { channel: 'voice' });
  await tell({ CallStatus: 'completed' });
  expect(handed()).toEqual([]);
  expect(await page()).toMatchObject({ step: 0, baton: 1 });
});

it('keeps the id of a message whose answer we never had', async () => {
  const { tell, attempt } = await scene({}, { sid: null, outcome: 'unknown' });
  await tell({ MessageStatus: 'sent', MessageSid: 'SM9' });
  expect(await attempt()).toMatchObject({ sid: 'SM9' });
});

it('is not put out by what it does not know', async () => {
  const { tell, attempt } = await scene();
  expect(await tell({ MessageStatus: 'teleported' })).toBe(204);
  expect(await tell({ MessageStatus: 'sent' }, 'r9.0.0.nobody.0.twilio.0')).toBe(204);
  expect(await tell({ MessageStatus: 'sent' }, '')).toBe(400);
  expect(await attempt()).toMatchObject({ receipt: null });
});
