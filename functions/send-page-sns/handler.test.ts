import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptOf, declared, invocation, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';
import { sendPageSns } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const scene = async (outcome: SendOutcome = { type: 'accepted', sid: 'sns-1', status: 'sent' }) => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId);
  await stores.pages.begin(page);
  const sent: string[] = [];
  const sns = {
    sendSms: async ({ body }: { body: string }) => {
      sent.push(body);
      return outcome;
    },
  };
  const input = { incidentId, pageId: page.pageId, baton: 1, step: 0, because: 'Twilio: HTTP 500' };
  const go = (seconds = 0) =>
    sendPageSns({ ...sendDepsOf(stores, later(seconds)), sns } as never, input, invocation(later(seconds)));
  return { incidentId, page, sent, go };
};

it('sends once, and keeps why', async () => {
  const { go, sent, incidentId } = await scene();
  expect(await go()).toEqual({ outcome: 'done', sent: true });
  expect(await go()).toEqual({ outcome: 'done', sent: true });
  expect(sent).toHaveLength(1);
  expect(await stores.pages.attempt(incidentId, 'r1.0.0.ada.0.sns.0')).toMatchObject({
    outcome: 'accepted',
    detail: 'Twilio: HTTP 500',
  });
});

it('sends nothing after an answer', async () => {
  const { go, sent, incidentId } = await scene();
  await stores.commands.execute(incidentId, { type: 'Resolve', summary: null, by: ADA, at: later(1) });
  expect(await go(2)).toEqual({ outcome: 'over', why: `resolved by Ada Park at ${later(1)}` });
  expect(sent).toEqual([]);
});

it('says that it failed', async () => {
  expect(await (await scene({ type: 'failed', status: 500, why: 'x' })).go()).toEqual({ outcome: 'done', sent: false });
});

it('sends again, and says that it is not known, when its sender died', async () => {
  const { go, sent, page, incidentId } = await scene();
  await stores.pages.claim(
    attemptOf(page, { attemptId: 'r1.0.0.ada.0.sns.0', provider: 'sns', outcome: 'claimed', sid: null }),
  );
  expect(await go(10)).toEqual({ outcome: 'in-flight', checkAt: later(15) });
  expect(await go(40)).toEqual({ outcome: 'done', sent: true });
  expect(sent).toHaveLength(1);
  expect(await stores.pages.attempt(incidentId, 'r1.0.0.ada.0.sns.0')).toMatchObject({ outcome: 'unknown' });
});
