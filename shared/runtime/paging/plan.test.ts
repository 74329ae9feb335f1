import { afterAll, beforeAll, expect, it } from 'vitest';
import { user } from '../../domain/escalation/fixtures/directory.ts';
import { ADA, later, run } from '../../domain/incident/fixtures/incident.ts';
import type { PageId, SlackUserId, UserId } from '../../lib/ids.ts';
import { attemptOf, declared, invocation, PHONE, pageOf } from '../fixtures/paging.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import { type PlanInput, planPage } from './plan.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const begin = async (more: Parameters<typeof pageOf>[1] = {}) => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId, more);
  await stores.pages.begin(page);
  const { pageId } = page;
  const deps = { ...stores, region: 'us-east-1' };
  const plan = (seconds: number, input: Partial<PlanInput> = {}) =>
    planPage(deps, { incidentId, pageId, baton: 1, ...input }, invocation(later(seconds)));
  return { incidentId, pageId, plan, stored: () => stores.pages.get(incidentId, pageId) };
};

it('sends the first rule, waits for the second, and is over behind it', async () => {
  const { plan, stored } = await begin();
  expect(await plan(0)).toEqual({ action: 'send', step: 0, channel: 'sms' });
  expect(await plan(16, { finished: { step: 0, sent: true } })).toEqual({ action: 'wait', until: later(120) });
  expect(await plan(120)).toEqual({ action: 'send', step: 1, channel: 'voice' });
  expect(await plan(140, { finished: { step: 1, sent: true } })).toEqual({
    action: 'over',
    why: 'all rules were worked',
  });
  expect(await stored()).toMatchObject({ status: 'over', stepsSent: 2 });
});

it('goes to the next rule at once when one failed, and to the fallback provider when a receipt says so', async () => {
  const { plan } = await begin();
  expect(await plan(3, { failed: { step: 0, because: 'undelivered' } })).toEqual({
    action: 'fallback',
    step: 0,
    because: 'undelivered',
  });
  expect(await plan(5, { finished: { step: 0, sent: false } })).toEqual({ action: 'send', step: 1, channel: 'voice' });
});

it('is over, and says who answered', async () => {
  const { plan, stored, incidentId } = await begin();
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(5) });
  expect(await plan(6)).toEqual({ action: 'over', why: `acknowledged by Ada Park at ${later(5)}` });
  expect(await stored()).toMatchObject({ status: 'over' });
  expect(await (await begin()).plan(0, { baton: 0 })).toMatchObject({ why: 'another execution drives this page' });
});

const levelReached = async (incidentId: Parameters<typeof stores.runs.get>[0]) => {
  const escalation = await stores.runs.get(incidentId, run(1));
  if (!escalation) throw new Error('it runs');
  const reached = [{ round: 0, level: 0, at: later(0), region: 'r', chosen: [], skipped: [] }];
  await stores.runs.save({ ...escalation, dueAt: later(300), reached, next: { round: 0, level: 1 } }, 1);
};

it.each(['ada', 'ada.park', 'ada@example.com'])(
  'brings the next level forward when nobody of a level could be reached: %s',
  async (id) => {
    const { plan, incidentId } = await begin({
      pageId: `r1.0.0.${id}` as PageId,
      userId: id as UserId,
      step: 1,
      dueAt: later(2),
    });
    await levelReached(incidentId);
    expect(await plan(5, { finished: { step: 1, sent: false } })).toEqual({
      action: 'over',
      why: 'no rule reached its channel',
    });
    expect(await stores.runs.get(incidentId, run(1))).toMatchObject({ baton: 2, dueAt: later(5) });
  },
);

it('leaves the next level its time while somebody else of the level can still be reached', async () => {
  const { plan, incidentId } = await begin({ step: 1 });
  await levelReached(incidentId);
  await stores.pages.begin(pageOf(incidentId, { pageId: 'r1.0.0.ben' as PageId }));
  await plan(5, { finished: { step: 1, sent: false } });
  expect(await stores.runs.get(incidentId, run(1))).toMatchObject({ baton: 1, dueAt: later(300) });
});

it('ends a page whose person has no rules left, instead of leaving it to the sweeper for ever', async () => {
  const { plan, stored } = await begin({ rules: [] });
  expect(await plan(0)).toMatchObject({ action: 'over' });
  expect(await stored()).toMatchObject({ status: 'over' });
});

it('says by which channel a rule is sent, and goes from Slack to the next one', async () => {
  const rules = [
    { channel: 'slack', to: 'U0ADA' as SlackUserId, delaySeconds: 0 },
    { channel: 'sms', to: PHONE, delaySeconds: 60 },
  ] as const;
  const taken = await begin({ rules });
  expect(await taken.plan(0)).toEqual({ action: 'send', step: 0, channel: 'slack' });
  expect(await taken.plan(1, { finished: { step: 0, sent: true } })).toEqual({ action: 'wait', until: later(60) });
  const refused = await begin({ rules });
  expect(await refused.plan(1, { finished: { step: 0, sent: false } })).toEqual({
    action: 'send',
    step: 1,
    channel: 'sms',
  });
});

it('does not wait for a level of people asked for by name when none of them could be reached', async () => {
  const { plan, incidentId } = await begin({ step: 1, dueAt: later(2) });
  await levelReached(incidentId);
  const only = await stores.runs.get(incidentId, run(1));
  if (!only) throw new Error('it runs');
  const asked = { ...only, policyId: null, adHoc: [user('ada')], next: { round: 0, level: 0 } };
  await stores.runs.save(asked, 1);
  await plan(5, { finished: { step: 1, sent: false } });
  expect(await stores.runs.get(incidentId, run(1))).toMatchObject({ baton: 2, dueAt: later(5) });
});

it('tells the bus who was paged and what became of it when a page is over, without the address', async () => {
  const { plan, incidentId, pageId } = await begin({ step: 1, dueAt: later(120) });
  const page = await stores.pages.get(incidentId, pageId);
  if (!page) throw new Error('it is there');
  await stores.pages.claim(attemptOf(page, { outcome: 'refused', detail: '21610: STOP' }));
  const told = () =>
    stores.published.filter(({ detail }) => detail['pageId'] === pageId && detail['incidentId'] === incidentId);
  await plan(20);
  expect(told()).toEqual([]);
  await plan(140, { finished: { step: 1, sent: true } });
  expect(told()).toMatchObject([
    { type: 'PageAttempted', detail: { userId: 'ada', provider: 'twilio', outcome: 'refused', why: '21610: STOP' } },
  ]);
  expect(JSON.stringify(told())).not.toContain(PHONE);
});
