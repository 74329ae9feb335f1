import { expect, it } from 'vitest';
import { aPolicy, aUser, SMS_AT_ONCE } from './configuration.ts';
import { givenARegion } from './harness.ts';

const pd = await givenARegion({ slack: true });

const HEAL = { type: 'webhook', url: 'https://heal.example.com/restart', name: 'the healer' };
/** The sandbox's channel for everybody, and one that is not there. */
const OPS = { type: 'slack-channel', id: 'C0GENERAL', name: '#general' };

const person = ({ id }: { readonly id: string }) => ({ type: 'user', id });
const webhooks = () => pd.outside.take(({ kind }) => kind === 'webhook');
const inSlack = () => pd.outside.take(({ kind }) => kind === 'slack');

it('lets a webhook have a minute before anybody is woken, and pages when nothing came of it', async () => {
  const ada = await aUser('Ada Ahead', [SMS_AT_ONCE]);
  const { key } = await aPolicy(pd, {
    levels: [
      { targets: [HEAL], timeoutSeconds: 60 },
      { targets: [person(ada)], timeoutSeconds: 300 },
    ],
  });
  const incident = await pd.trigger({ key, summary: 'disk is full' });
  const [told, ...others] = await webhooks();
  expect(others).toEqual([]);
  expect(told).toMatchObject({ to: HEAL.url });
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    type: 'page',
    data: { incident: { number: incident.name, severity: 'SEV1', title: 'disk is full' } },
  });
  await inSlack();
  await pd.fastForward({ seconds: 60 });
  await pd.expectSms(ada, /disk is full/);
  await inSlack();
  expect(await pd.timeline(incident)).toEqual(
    expect.arrayContaining([
      '0:00 Level 1: telling the healer',
      '0:00 Sent: a webhook to the healer through HTTPS: HTTPS took it',
    ]),
  );
});

it('tells a channel beside the people, with buttons that answer', async () => {
  const ben = await aUser('Ben Beside', [SMS_AT_ONCE]);
  const { key } = await aPolicy(pd, { levels: [{ targets: [person(ben), OPS], timeoutSeconds: 300 }] });
  const incident = await pd.trigger({ key, summary: 'queue is long' });
  await pd.expectSms(ben, /queue is long/);
  const told = (await inSlack()).filter(({ body }) => /Nobody has this yet/.test(body));
  expect(told).toHaveLength(1);
  await pd.must(200, 'POST', '/sandbox/slack/click', {
    body: { messageId: told[0]?.id, actionId: 'acknowledge', user: 'U0ADA' },
  });
  await pd.settle();
  expect((await pd.incident(incident)).status).toBe('acknowledged');
  await inSlack();
  expect(await pd.timeline(incident)).toContainEqual(
    '0:00 Sent: a Slack message to #general through Slack: Slack took it',
  );
});

it('has what an address does on the timeline, and no phone waits for it', async () => {
  const cleo = await aUser('Cleo Calm', [SMS_AT_ONCE]);
  const { key } = await aPolicy(pd, { levels: [{ targets: [HEAL, person(cleo)], timeoutSeconds: 300 }] });
  await pd.outage('webhook', 'error');
  const incident = await pd.trigger({ key });
  await pd.expectSms(cleo, /Reply/);
  await inSlack();
  expect(await pd.timeline(incident)).toEqual(
    expect.arrayContaining([
      '0:00 Sent: a webhook to the healer through HTTPS: it failed at HTTPS (HTTP 500)',
      '0:00 the healer could not be told',
    ]),
  );
  await pd.fastForward({ seconds: 60 });
});

it('does not wait for a webhook that cannot be told and has nobody beside it', async () => {
  const dana = await aUser('Dana Direct', [SMS_AT_ONCE]);
  const { key } = await aPolicy(pd, {
    levels: [
      { targets: [HEAL], timeoutSeconds: 600 },
      { targets: [person(dana)], timeoutSeconds: 300 },
    ],
  });
  await pd.outage('webhook', 'error');
  await pd.trigger({ key, summary: 'nobody heals' });
  await pd.expectSms(dana, /nobody heals/);
  await inSlack();
});

it('pages the people of a level in turn, one for each incident', async () => {
  const [emil, fay] = [await aUser('Emil Even', [SMS_AT_ONCE]), await aUser('Fay Further', [SMS_AT_ONCE])];
  const { key, service } = await aPolicy(pd, {
    levels: [{ targets: [person(emil), person(fay)], timeoutSeconds: 300, roundRobin: true }],
    rounds: 2,
  });
  const planned = async () => {
    const { body } = await pd.must(200, 'GET', `/v1/services/${service}/who-would-be-paged`);
    return body.levels[0].people[0].id;
  };
  expect(await planned()).toBe(emil.id);
  await pd.acknowledge(await pd.trigger({ key }));
  await pd.expectSms(emil, /Reply/);
  expect(await planned()).toBe(fay.id);
  const second = await pd.trigger({ key });
  await pd.expectSms(fay, /Reply/);
  await inSlack();
  await pd.fastForward({ minutes: 5 });
  await pd.expectSms(emil, /Reply/);
  await pd.acknowledge(second);
  await inSlack();
});

it('tells the fallback channel that nobody has it', async () => {
  const gail = await aUser('Gail Gone', [SMS_AT_ONCE]);
  const { key } = await aPolicy(pd, {
    levels: [{ targets: [person(gail)], timeoutSeconds: 60 }],
    fallback: [OPS, HEAL],
  });
  const incident = await pd.trigger({ key });
  await pd.expectSms(gail, /Reply/);
  await inSlack();
  await pd.fastForward({ seconds: 60 });
  expect((await inSlack()).filter(({ body }) => /NOBODY HAS/.test(body)).length).toBeGreaterThan(0);
  expect(JSON.parse((await webhooks())[0]?.body ?? '{}')).toMatchObject({
    type: 'exhausted',
    data: { why: 'nobody-answered' },
  });
  expect(await pd.timeline(incident)).toContainEqual(
    '1:00 The escalation ended: it is exhausted, told #general, the healer',
  );
});

it('does not take a channel that was told for somebody who was reached', async () => {
  const [hal, ivy] = [await aUser('Hal Hidden', [SMS_AT_ONCE]), await aUser('Ivy Instead', [SMS_AT_ONCE])];
  const { key } = await aPolicy(pd, {
    levels: [
      { targets: [person(hal), OPS], timeoutSeconds: 600 },
      { targets: [person(ivy)], timeoutSeconds: 600 },
    ],
  });
  await pd.outage('twilio', 'error');
  await pd.outage('sns', 'error');
  const incident = await pd.trigger({ key });
  await inSlack();
  expect(await pd.timeline(incident)).toContainEqual(
    `0:00 Level 2: paging Ivy Instead (named by the policy (${ivy.id}))`,
  );
});
