import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { UserId, WebhookUrl } from '../../shared/lib/ids.ts';
import { attemptOf, declared, invocation, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';
import type { WebhookRequest } from '../../shared/telephony/webhook-client.ts';
import { sendPageWebhook } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const URL_OF_IT = 'https://heal.example.com/pd' as WebhookUrl;
const accepted: SendOutcome = { type: 'accepted', sid: 'HTTP 204', status: 'sent' };
const down: SendOutcome = { type: 'failed', status: 503, why: 'HTTP 503' };

const scene = async (outcomes: readonly SendOutcome[] = [accepted], to = URL_OF_IT, isSetUp = true) => {
  const { incidentId, number } = await declared(stores);
  const rules = [{ channel: 'webhook', to, delaySeconds: 0 }] as const;
  const page = pageOf(incidentId, { userId: '_0' as UserId, userName: 'heal.example.com', rules });
  await stores.pages.begin(page);
  const sent: WebhookRequest[] = [];
  const webhooks = {
    send: async (request: WebhookRequest) => {
      sent.push(request);
      return outcomes[sent.length - 1] ?? accepted;
    },
  };
  const go = (seconds = 0, baton = 1) =>
    sendPageWebhook(
      { ...sendDepsOf(stores, later(seconds)), webhooks: isSetUp ? webhooks : null } as never,
      { incidentId, pageId: page.pageId, baton, step: 0 },
      invocation(later(seconds)),
    );
  return { incidentId, number, page, sent, go };
};

it('tells an address once, with what there is to know', async () => {
  const { go, sent, incidentId, number, page } = await scene();
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(sent).toMatchObject([{ url: URL_OF_IT, id: `${incidentId}.${page.pageId}` }]);
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
    type: 'page',
    data: {
      incident: { id: incidentId, number: `INC-${number}`, url: `https://pd.example/incidents/INC-${number}` },
    },
  });
});

it('tells nothing after an answer, or for an old baton', async () => {
  const { go, sent, incidentId } = await scene();
  expect(await go(0, 0)).toMatchObject({ outcome: 'over' });
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(1) });
  expect(await go(2)).toEqual({ outcome: 'over', why: `acknowledged by Ada Park at ${later(1)}` });
  expect(sent).toEqual([]);
});

it('tries what failed once more, under the same id, and then it is on record', async () => {
  const hiccup = await scene([down, accepted]);
  expect(await hiccup.go()).toEqual({ outcome: 'accepted' });
  expect(new Set(hiccup.sent.map(({ id }) => id)).size).toBe(1);
  const dead = await scene([down, down]);
  expect(await dead.go()).toEqual({ outcome: 'failed', because: 'Webhook: HTTP 503' });
  expect(await dead.go()).toEqual({ outcome: 'failed', because: 'Webhook: HTTP 503' });
  expect(dead.sent).toHaveLength(2);
});

it('asks no address twice that has refused', async () => {
  const { go, sent } = await scene([{ type: 'refused', code: 'HTTP 404', message: '', permanent: true }]);
  expect(await go()).toEqual({ outcome: 'failed', because: 'Webhook: HTTP 404' });
  expect(sent).toHaveLength(1);
});

it('asks nobody whose address it must not, or when nothing could be signed', async () => {
  const inside = await scene([], 'https://169.254.169.254/latest' as WebhookUrl);
  expect(await inside.go()).toMatchObject({ outcome: 'failed', because: expect.stringContaining('not_allowed') });
  const unsigned = await scene([], URL_OF_IT, false);
  expect(await unsigned.go()).toMatchObject({ outcome: 'failed', because: expect.stringContaining('not_set_up') });
  expect([...inside.sent, ...unsigned.sent]).toEqual([]);
});

it('waits for a claim that is fresh, and goes on after one that was abandoned', async () => {
  const { page, go, sent, incidentId } = await scene();
  const attemptId = `${page.pageId}.0.webhook.0`;
  const claim = { outcome: 'claimed', sid: null, outcomeAt: null, provider: 'webhook', channel: 'webhook' } as const;
  await stores.pages.claim(attemptOf(page, { ...claim, attemptId, to: URL_OF_IT }));
  expect(await go(10)).toEqual({ outcome: 'in-flight', checkAt: later(15) });
  expect(await go(40)).toEqual({ outcome: 'accepted' });
  expect(sent).toHaveLength(1);
  expect(await stores.pages.attempt(incidentId, attemptId)).toMatchObject({ outcome: 'unknown' });
});
