import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptOf, declared, invocation, PHONE, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';
import { sendPageTwilio } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const accepted: SendOutcome = { type: 'accepted', sid: 'SM1', status: 'queued' };

const scene = async (outcome: SendOutcome = accepted, found: object = { type: 'not-found' }) => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId);
  await stores.pages.begin(page);
  const sent: { body?: string; url?: string; statusCallback: string }[] = [];
  const ask = async (asked: (typeof sent)[number]) => {
    sent.push(asked);
    return outcome;
  };
  const twilio = { sendSms: ask, placeCall: ask, findMessage: async () => found, findCall: async () => found };
  const go = (seconds = 0, step = 0, baton = 1) =>
    sendPageTwilio(
      { ...sendDepsOf(stores, later(seconds)), twilio } as never,
      { incidentId, pageId: page.pageId, baton, step },
      invocation(later(seconds)),
    );
  return { incidentId, page, sent, go };
};

it('sends a text once, with the attempt in the callback, and looks at the receipt in 15 s', async () => {
  const { go, sent, incidentId } = await scene();
  expect(await go()).toEqual({ outcome: 'accepted', attemptId: 'r1.0.0.ada.0.twilio.0', checkAt: later(15) });
  expect(sent[0]?.statusCallback).toBe(
    `https://pd.example/v1/twilio/status?incident=${incidentId}&attempt=r1.0.0.ada.0.twilio.0`,
  );
  expect(await go()).toMatchObject({ outcome: 'accepted', checkAt: later(15) });
  expect(sent).toHaveLength(1);
});

it('calls where the rule says so', async () => {
  const { go, sent } = await scene();
  await go(120, 1);
  expect(sent[0]?.url).toContain('/v1/twilio/voice?incident=');
});

it('sends nothing after an answer, or for an old baton', async () => {
  const { go, sent, incidentId } = await scene();
  expect(await go(0, 0, 0)).toMatchObject({ outcome: 'over' });
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(1) });
  expect(await go(2)).toEqual({ outcome: 'over', why: `acknowledged by Ada Park at ${later(1)}` });
  expect(sent).toEqual([]);
});

it('waits for a claim that is fresh, and looks into one that was abandoned', async () => {
  const lost = await scene(accepted, { type: 'found', sid: 'SM7', status: 'sent' });
  await stores.pages.claim(attemptOf(lost.page, { outcome: 'claimed', sid: null, outcomeAt: null }));
  expect(await lost.go(10)).toEqual({ outcome: 'in-flight', checkAt: later(15) });
  expect(await lost.go(40)).toMatchObject({ outcome: 'accepted' });
  expect(lost.sent).toEqual([]);
  const never = await scene(accepted, { type: 'not-found' });
  await stores.pages.claim(attemptOf(never.page, { outcome: 'claimed', sid: null, outcomeAt: null }));
  expect(await never.go(40)).toMatchObject({ outcome: 'accepted', attemptId: 'r1.0.0.ada.0.twilio.1' });
  expect(never.sent).toHaveLength(1);
});

const STOPPED: SendOutcome = { type: 'refused', code: '21610', message: 'unsubscribed', permanent: true };

it('asks Twilio once of a phone that has said STOP: the next text fails over at once, and a call is placed', async () => {
  const first = await scene(STOPPED);
  expect(await first.go()).toEqual({ outcome: 'failed', because: 'Twilio: 21610: unsubscribed' });
  const second = await scene();
  expect(await second.go()).toMatchObject({
    outcome: 'failed',
    because: expect.stringMatching(/^Twilio: 21610: .*STOP/),
  });
  expect(second.sent).toEqual([]);
  expect(await second.go(120, 1)).toMatchObject({ outcome: 'accepted' });
  expect((await stores.breakers.read('twilio-sms')).breaker.state).toBe('closed');
  await stores.optOuts.remove(PHONE);
  expect(await (await scene()).go()).toMatchObject({ outcome: 'accepted' });
});

it('sends all the same when the table does not say who has said STOP', async () => {
  const { incidentId, page } = await scene();
  const optOuts = { ...stores.optOuts, has: () => Promise.reject(new Error('down')) };
  const twilio = { sendSms: async () => accepted };
  const deps = { ...sendDepsOf(stores), optOuts, twilio } as never;
  expect(
    await sendPageTwilio(deps, { incidentId, pageId: page.pageId, baton: 1, step: 0 }, invocation()),
  ).toMatchObject({
    outcome: 'accepted',
  });
});

it('says what failed; after the third failure Twilio is not asked any more', async () => {
  const down: SendOutcome = { type: 'failed', status: 500, why: 'HTTP 500' };
  const scenes = await Promise.all([1, 2, 3, 4].map(() => scene(down)));
  for (const { go } of scenes.slice(0, 3))
    expect(await go(200)).toEqual({ outcome: 'failed', because: 'Twilio: HTTP 500' });
  expect(await scenes[3]?.go(200)).toEqual({ outcome: 'failed', because: 'Twilio is not well: its breaker is open' });
  expect(scenes[3]?.sent).toEqual([]);
});

it('takes what Twilio has for sent, behind an open breaker too, when another takes the page over', async () => {
  const { go, sent, incidentId, page } = await scene();
  const [taken, failed] = [attemptOf(page, { receipt: null }), { kind: 'sms', status: 'undelivered' } as const];
  await stores.pages.claim(taken);
  await stores.pages.save({ ...page, baton: 2 }, 1);
  // The breaker is open since the test before.
  expect(await go(201, 0, 2)).toMatchObject({ outcome: 'accepted', attemptId: taken.attemptId });
  await stores.pages.amend(incidentId, taken.attemptId, (now) => ({ ...now, receipt: failed }));
  expect(await go(202, 0, 2)).toMatchObject({ outcome: 'failed' });
  expect(sent).toEqual([]);
});
