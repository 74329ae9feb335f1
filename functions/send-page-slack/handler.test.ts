import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { SlackUserId } from '../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { attemptOf, declared, invocation, PHONE, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SlackAnswer, SlackFailure } from '../../shared/runtime/slack/slack-api.ts';
import { sendPageSlack } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const ADA_IN_SLACK = 'U0ADA' as SlackUserId;
const POSTED = ok({ ts: '1764000000.000100', channel: 'D0ADA' });

interface Asked {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: object;
}
type Answers = Partial<Record<string, Result<SlackAnswer, SlackFailure>>>;

/** A page whose first rule is a Slack message, and a Slack that answers each method as it is told. */
const scene = async (answers: Answers = {}) => {
  const { incidentId } = await declared(stores);
  const page = pageOf(incidentId, {
    rules: [
      { channel: 'slack', to: ADA_IN_SLACK, delaySeconds: 0 },
      { channel: 'sms', to: PHONE, delaySeconds: 60 },
    ],
  });
  await stores.pages.begin(page);
  const asked: Asked[] = [];
  const slack = {
    call: async (method: string, args: Asked['args'], options: object) => {
      asked.push({ method, args, options });
      return answers[method] ?? (method === 'chat.postMessage' ? POSTED : ok({}));
    },
  };
  const go = (seconds = 0, more: { readonly slack?: null; readonly baton?: number; readonly step?: number } = {}) =>
    sendPageSlack(
      { ...sendDepsOf(stores, later(seconds)), slack: more.slack === null ? null : slack } as never,
      { incidentId, pageId: page.pageId, baton: more.baton ?? 1, step: more.step ?? 0 },
      invocation(later(seconds)),
    );
  const attempt = (n = 0) => stores.pages.attempt(incidentId, `r1.0.0.ada.0.slack.${n}`);
  const posted = () => asked.filter(({ method }) => method === 'chat.postMessage');
  return { incidentId, page, asked, posted, go, attempt };
};

it('sends one message to the person, with the buttons, past the budgets of chat', async () => {
  const { go, asked, attempt, incidentId } = await scene();
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    method: 'chat.postMessage',
    options: { lane: 'page', withinMs: 0 },
    args: {
      channel: 'U0ADA',
      text: expect.stringContaining('INC-'),
      metadata: { event_type: 'pd_page', event_payload: { attempt: `${incidentId}/r1.0.0.ada.0.slack.0` } },
    },
  });
  expect(JSON.stringify(asked[0]?.args['blocks'])).toContain(`"value":"${incidentId}"`);
  expect(await attempt()).toMatchObject({
    outcome: 'accepted',
    provider: 'slack',
    channel: 'slack',
    sid: '1764000000.000100',
  });
});

it('sends nothing after an answer, for an old baton, or to a phone', async () => {
  const { go, asked, incidentId } = await scene();
  expect(await go(0, { baton: 0 })).toMatchObject({ outcome: 'over' });
  expect(await go(0, { step: 1 })).toEqual({ outcome: 'failed', because: 'Slack reaches no phone' });
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(1) });
  expect(await go(2)).toEqual({ outcome: 'over', why: `acknowledged by Ada Park at ${later(1)}` });
  expect(asked).toEqual([]);
});

it.each<readonly [SlackFailure, string, string]>([
  [{ kind: 'refused', error: 'user_not_found' }, 'refused', 'user_not_found'],
  [{ kind: 'limited', retryAt: later(30) }, 'failed', `too many messages, not before ${later(30)}`],
  [{ kind: 'unreachable', why: 'no answer' }, 'unknown', 'timeout: it may have been sent'],
])('is over at once when Slack does not take it: %j', async (failure, outcome, why) => {
  const { go, attempt } = await scene({ 'chat.postMessage': err(failure) });
  expect(await go(2000)).toEqual({ outcome: 'failed', because: `Slack: ${why}` });
  expect(await attempt()).toMatchObject({ outcome, detail: why });
});

it('says on the record that Slack is not set up, and asks nobody', async () => {
  const { go, asked, attempt } = await scene();
  expect(await go(0, { slack: null })).toEqual({
    outcome: 'failed',
    because: 'Slack: not_set_up: Slack is not set up',
  });
  expect(asked).toEqual([]);
  expect(await attempt()).toMatchObject({ outcome: 'refused', detail: 'not_set_up: Slack is not set up' });
});

it('waits for a claim that is fresh, and searches the messages for one that was abandoned', async () => {
  const claim = { attemptId: 'r1.0.0.ada.0.slack.0', provider: 'slack', channel: 'slack', to: ADA_IN_SLACK } as const;
  const dead = { ...claim, outcome: 'claimed', sid: null, outcomeAt: null } as const;
  const named = (name: string) => ({
    ts: '5.1',
    metadata: { event_type: 'pd_page', event_payload: { attempt: name } },
  });
  const answers: Record<string, Result<SlackAnswer, SlackFailure>> = {
    'conversations.open': ok({ channel: { id: 'D0ADA' } }),
  };
  const lost = await scene(answers);
  await stores.pages.claim(attemptOf(lost.page, dead));
  answers['conversations.history'] = ok({
    messages: [named('other'), {}, null, named(`${lost.incidentId}/r1.0.0.ada.0.slack.0`)],
  });
  expect(await lost.go(10)).toEqual({ outcome: 'in-flight', checkAt: later(15) });
  expect(await lost.go(40)).toEqual({ outcome: 'accepted' });
  expect(lost.posted()).toEqual([]);
  expect(await lost.attempt()).toMatchObject({ outcome: 'accepted', sid: '5.1' });
  expect(lost.asked.at(-1)?.args).toMatchObject({ channel: 'D0ADA', include_all_metadata: true });

  const never = await scene({ ...answers, 'conversations.history': ok({ messages: [named('other')] }) });
  await stores.pages.claim(attemptOf(never.page, dead));
  expect(await never.go(40)).toEqual({ outcome: 'accepted' });
  expect(never.posted()).toHaveLength(1);
  expect(await never.attempt(1)).toMatchObject({ outcome: 'accepted' });

  const silent = await scene({ 'conversations.open': err({ kind: 'unreachable', why: 'no answer' }) });
  await stores.pages.claim(attemptOf(silent.page, dead));
  expect(await silent.go(40)).toMatchObject({ outcome: 'failed' });
  expect(await silent.attempt()).toMatchObject({ outcome: 'unknown' });
});

it('is not asked any more after its third failure, and the record says so', async () => {
  const down: Answers = { 'chat.postMessage': err({ kind: 'unreachable', why: 'HTTP 500' }) };
  const scenes = await Promise.all([1, 2, 3, 4].map(() => scene(down)));
  for (const { go } of scenes.slice(0, 3)) await go(4000);
  expect(await scenes[3]?.go(4000)).toEqual({
    outcome: 'failed',
    because: 'Slack: its breaker is open, so it was not asked',
  });
  expect(scenes[3]?.asked).toEqual([]);
  expect(await scenes[3]?.attempt()).toMatchObject({ outcome: 'failed' });
});
