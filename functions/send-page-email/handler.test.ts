import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADA, later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { EmailAddress } from '../../shared/lib/ids.ts';
import { attemptOf, declared, invocation, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SendOutcome } from '../../shared/telephony/send-outcome.ts';
import { sendPageEmail } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const ADDRESS = 'ada@example.com' as EmailAddress;
const accepted: SendOutcome = { type: 'accepted', sid: 'm-1', status: 'sent' };

const scene = async (outcome: SendOutcome = accepted, isSetUp = true) => {
  const { incidentId, number } = await declared(stores);
  const page = pageOf(incidentId, { rules: [{ channel: 'email', to: ADDRESS, delaySeconds: 0 }] });
  await stores.pages.begin(page);
  const sent: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
  const ses = {
    send: async (email: (typeof sent)[number]) => {
      sent.push(email);
      return outcome;
    },
  };
  const go = (seconds = 0, baton = 1) =>
    sendPageEmail(
      { ...sendDepsOf(stores, later(seconds)), ses: isSetUp ? ses : null } as never,
      { incidentId, pageId: page.pageId, baton, step: 0 },
      invocation(later(seconds)),
    );
  return { incidentId, number, page, sent, go };
};

it('sends a page once, with where to answer it', async () => {
  const { go, sent, number } = await scene();
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(await go()).toEqual({ outcome: 'accepted' });
  expect(sent).toMatchObject([{ to: ADDRESS, subject: expect.stringContaining(`INC-${number} `) }]);
  expect(sent[0]?.text).toContain(`https://pd.example/incidents/INC-${number}`);
});

it('sends nothing after an answer, or for an old baton', async () => {
  const { go, sent, incidentId } = await scene();
  expect(await go(0, 0)).toMatchObject({ outcome: 'over' });
  await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(1) });
  expect(await go(2)).toEqual({ outcome: 'over', why: `acknowledged by Ada Park at ${later(1)}` });
  expect(sent).toEqual([]);
});

it('fails at once where SES refuses, or is not set up', async () => {
  const refused = await scene({ type: 'refused', code: 'MessageRejected', message: 'no', permanent: true });
  expect(await refused.go()).toEqual({ outcome: 'failed', because: 'E-mail: MessageRejected: no' });
  const missing = await scene(accepted, false);
  expect(await missing.go()).toEqual({ outcome: 'failed', because: 'E-mail: not_set_up: e-mail is not set up' });
});

it('waits for a claim that is fresh, and sends again after one that was abandoned: SES cannot be asked', async () => {
  const { page, go, sent, incidentId } = await scene();
  const claim = { outcome: 'claimed', sid: null, outcomeAt: null, provider: 'ses', channel: 'email' } as const;
  await stores.pages.claim(attemptOf(page, { ...claim, attemptId: `${page.pageId}.0.ses.0`, to: ADDRESS }));
  expect(await go(10)).toEqual({ outcome: 'in-flight', checkAt: later(15) });
  expect(await go(40)).toEqual({ outcome: 'accepted' });
  expect(sent).toHaveLength(1);
  expect(await stores.pages.attempt(incidentId, `${page.pageId}.0.ses.0`)).toMatchObject({ outcome: 'unknown' });
});

it('is not asked any more after the third failure in a row', async () => {
  const down: SendOutcome = { type: 'failed', status: 500, why: 'HTTP 500' };
  const scenes = await Promise.all([1, 2, 3, 4].map(() => scene(down)));
  for (const { go } of scenes.slice(0, 3))
    expect(await go(200)).toEqual({ outcome: 'failed', because: 'E-mail: HTTP 500' });
  expect(await scenes[3]?.go(200)).toMatchObject({ outcome: 'failed', because: expect.stringContaining('breaker') });
  expect(scenes[3]?.sent).toEqual([]);
});
