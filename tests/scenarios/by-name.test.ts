import { expect, it } from 'vitest';
import { aService, aUser, SLACK_AT_ONCE, SMS_AFTER_1_MINUTE } from './configuration.ts';
import { ADA, BEN, CLEO, DUTY_MANAGER, givenARegion, type Incident, type Person } from './harness.ts';

const pd = await givenARegion();

const declare = async (body: object): Promise<Incident> => {
  const { body: made } = await pd.must(201, 'POST', '/v1/incidents', { body });
  await pd.settle();
  return { id: made.id, name: made.number, number: Number(made.number.slice(4)), dedupKey: '' };
};
const somebody = ({ id }: Person) => ({ type: 'user', id });

it('pages people by name together with the first level, and then the policy goes on without them', async () => {
  const incident = await declare({
    title: 'search is slow',
    service: 'checkout',
    page: [somebody(BEN), somebody(ADA)],
  });
  await pd.expectSms(ADA, /search is slow/);
  await pd.expectSms(BEN, /search is slow/);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(ADA);
  await pd.expectCall(BEN);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(CLEO, /search is slow/);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(CLEO);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(ADA, /search is slow/);
  expect((await pd.timeline(incident)).slice(0, 2)).toEqual([
    '0:00 Demo token declared INC-1 (SEV3): search is slow. Asked for Ben Osei and Ada Park',
    '0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation) and Ben Osei (asked for by name (ben))',
  ]);
});

it('pages people by name where there is no policy, and stops when one of them answers', async () => {
  const incident = await declare({ title: 'the office is on fire', page: [somebody(CLEO)] });
  await pd.expectSms(CLEO, /the office is on fire/);
  await pd.reply(CLEO, `${incident.number}a`);
  await pd.expectSilence({ minutes: 60 });
});

it('pages only those who are asked for when escalating, and then the fallback of the policy', async () => {
  const incident = await pd.trigger();
  await pd.expectSms(ADA, /Reply/);
  await pd.reply(ADA, `${incident.number}a`);
  await pd.change('escalate', incident, { reason: 'I need Cleo', page: [somebody(CLEO)] });
  await pd.expectSms(CLEO, /Reply/);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(CLEO);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(DUTY_MANAGER, /^NOBODY HAS/);
  await pd.expectSilence({ minutes: 120 });
  expect(await pd.timeline(incident)).toContain('0:00 Demo token paged Cleo Marin by api: I need Cleo');
});

it('pages those who are asked for beside whoever is being paged, and the policy goes on', async () => {
  const incident = await pd.trigger();
  await pd.expectSms(ADA, /Reply/);
  await pd.fastForward({ minutes: 1 });
  await pd.change('escalate', incident, { reason: 'Ben knows the queue', page: [somebody(BEN)] });
  await pd.expectSms(ADA, /Reply/);
  await pd.expectSms(BEN, /Reply/);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(ADA);
  await pd.expectCall(BEN);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(CLEO, /Reply/);
  expect(await pd.timeline(incident)).toContain(
    '1:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation) and Ben Osei (asked for by name (ben))',
  );
  expect(await pd.reply(BEN, `${incident.number}a`)).toMatch(/acknowledged by you/);
  await pd.expectSilence({ minutes: 60 });
});

it('texts somebody at once whose rule is a Slack message, where Slack is not set up', async () => {
  const dora = await aUser('Dora Quist', [SLACK_AT_ONCE, SMS_AFTER_1_MINUTE]);
  const { key } = await aService({ levels: [[dora]] });
  const incident = await pd.trigger({ key });
  await pd.expectSms(dora, /Reply/);
  expect(await pd.timeline(incident)).toContain(
    '0:00 Sent: a Slack message to Dora Quist through Slack: Slack refused it (not_set_up: Slack is not set up)',
  );
  await pd.reply(dora, `${incident.number}a`);
  await pd.expectSilence({ minutes: 30 });
});
