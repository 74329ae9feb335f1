import { describe, expect, it } from 'vitest';
import { aService, aUser, SMS_AT_ONCE } from './configuration.ts';
import { ADA, givenARegion } from './harness.ts';

const pd = await givenARegion();

const NEW_PHONE = '+12025550142';
const codeIn = (text: string | undefined): string => /\b(\d{6})\b/.exec(text ?? '')?.[1] ?? '';
const lastMessage = async () => (await pd.messages()).at(-1);

describe('somebody adds a phone', () => {
  it('which is paged once they have said the code that was sent there, and not before', async () => {
    const dana = await aUser('Dana Cole', [SMS_AT_ONCE]);
    const phone = { ...dana, phone: NEW_PHONE };
    const user = await pd.must(200, 'GET', `/v1/users/${dana.id}`);
    const rules = [
      { channel: 'sms', to: NEW_PHONE, delaySeconds: 0 },
      { channel: 'sms', to: dana.phone, delaySeconds: 60 },
    ];
    await pd.must(200, 'PATCH', `/v1/users/${dana.id}`, { body: { version: user.body.version, rules } });
    const { key } = await aService({ levels: [[dana]] });
    const first = await pd.trigger({ key });
    await pd.expectSms(dana, /Reply/);
    expect(await pd.timeline(first)).toContainEqual(
      '0:00 Dana Cole: a text message at ...0142 is left out, since it is not verified',
    );
    await pd.acknowledge(first);

    const added = await pd.must(201, 'POST', `/v1/users/${dana.id}/contact-methods`, {
      body: { type: 'sms', to: NEW_PHONE, label: 'new phone' },
    });
    await pd.settle();
    const code = codeIn((await lastMessage())?.body);
    await pd.expectSms(phone, /^PD Lite: your code is \d{6}\./);
    const path = `/v1/users/${dana.id}/contact-methods/${added.body.id}`;
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await pd.must(400, 'POST', `${path}/verify`, { body: { code: wrong } })).body.triesLeft).toBe(4);
    await pd.must(200, 'POST', `${path}/verify`, { body: { code } });
    expect((await pd.must(409, 'DELETE', path)).body.code).toBe('in-use');

    await pd.trigger({ key });
    await pd.expectSms(phone, /Reply/);
  });

  it('or a call, an e-mail: the code comes by that way', async () => {
    const add = (body: object) => pd.must(201, 'POST', '/v1/users/ada/contact-methods', { body });
    await add({ type: 'voice', to: NEW_PHONE });
    const call = await pd.expectCall({ ...ADA, phone: NEW_PHONE });
    expect((await pd.pickUp(call, 'human')).said.join(' ')).toMatch(/Your code is: \d, \d, \d, \d, \d, \d\./);
    const { body: method } = await add({ type: 'email', to: 'Ada.Park@Example.com' });
    const [email] = await pd.outside.take(({ kind }) => kind === 'email');
    expect(email).toMatchObject({ to: 'ada.park@example.com', provider: 'ses' });
    const code = codeIn(email?.body);
    await pd.must(200, 'POST', `/v1/users/ada/contact-methods/${method.id}/verify`, { body: { code } });
    await pd.must(204, 'DELETE', `/v1/users/ada/contact-methods/${method.id}`);
  });
});

describe('a rule by e-mail', () => {
  const withEmail = async (name: string) => {
    const who = await aUser(name, [SMS_AT_ONCE]);
    const email = `${who.id}@example.com`;
    const { body: method } = await pd.must(201, 'POST', `/v1/users/${who.id}/contact-methods`, {
      body: { type: 'email', to: email },
    });
    const [sent] = await pd.outside.take(({ kind }) => kind === 'email');
    const path = `/v1/users/${who.id}/contact-methods/${method.id}/verify`;
    await pd.must(200, 'POST', path, { body: { code: codeIn(sent?.body) } });
    const { body: user } = await pd.must(200, 'GET', `/v1/users/${who.id}`);
    const rules = [
      { channel: 'email', to: email, delaySeconds: 0 },
      { channel: 'sms', to: who.phone, delaySeconds: 120 },
    ];
    await pd.must(200, 'PATCH', `/v1/users/${who.id}`, { body: { version: user.version, rules } });
    const { key } = await aService({ levels: [[who]] });
    return { who, email, key };
  };

  it('pages by SES, in plain text, with where to answer', async () => {
    const { who, email, key } = await withEmail('Emil Page');
    const incident = await pd.trigger({ key, summary: 'disk is full' });
    const [page, ...others] = await pd.outside.take(({ kind }) => kind === 'email');
    expect(others).toEqual([]);
    expect(page).toMatchObject({ to: email, provider: 'ses' });
    expect(page?.body).toMatch(new RegExp(`^${incident.name} SEV1 disk is full\n`));
    expect(page?.body).toContain(`/incidents/${incident.name}`);
    await pd.fastForward({ minutes: 2 });
    await pd.expectSms(who, /Reply/);
    expect(await pd.timeline(incident)).toContainEqual('0:00 Sent: an e-mail to Emil Page through SES: SES took it');
  });

  it('that SES does not take makes the next rule due now', async () => {
    const { who, key } = await withEmail('Emma Next');
    await pd.outage('ses', 'error');
    await pd.trigger({ key });
    await pd.expectSms(who, /Reply/);
  });
});

describe('a hand-over', () => {
  it('is told by e-mail to whoever Slack does not know: who has it, until when, and who had it', async () => {
    const named = async (name: string) => {
      const email = `${name.toLowerCase()}@example.com`;
      return (await pd.must(201, 'POST', '/v1/users', { body: { name, email, role: 'responder' } })).body.id as string;
    };
    const participants = [await named('Hana'), await named('Ivo')];
    const { now } = (await pd.must(200, 'GET', '/sandbox/clock')).body;
    const rotation = { unit: 'hour', length: 1, startsAt: now.slice(0, 16) };
    const { body: schedule } = await pd.must(201, 'POST', '/v1/schedules', {
      body: { name: 'By the hour', timeZone: 'UTC', layers: [{ name: 'hours', rotation, participants }] },
    });
    await pd.fastForward({ seconds: 3600 });
    const told = await pd.outside.take(({ kind }) => kind === 'email');
    const about = (to: string) =>
      told.findLast((message) => message.to === to && /By the hour/.test(message.body))?.body;
    expect(about('ivo@example.com')).toMatch(/You are on call now in By the hour until .* UTC, after Hana\./);
    expect(about('hana@example.com')).toMatch(/Your shift in By the hour is over\. Ivo has it now\./);
    await pd.must(204, 'DELETE', `/v1/schedules/${schedule.id}?version=${schedule.version}`);
  });
});

describe('a drill', () => {
  it('pages a person as an alert would, and keeps how long it took', async () => {
    const { body: drill } = await pd.must(201, 'POST', '/v1/users/ada/drills', {});
    await pd.settle();
    await pd.expectSms(ADA, new RegExp(`^${drill.number} SEV4 Drill: Ada Park `));
    await pd.fastForward({ seconds: 30 });
    expect(await pd.reply(ADA, `${drill.number.slice(4)}a`)).toMatch(/acknowledged by you/);
    const { body } = await pd.must(200, 'GET', '/v1/drills');
    expect(body.items[0]).toMatchObject({
      id: drill.id,
      status: 'answered',
      user: { id: 'ada', name: 'Ada Park' },
      seconds: { handedOver: 0, delivered: 2, answered: 30 },
    });
    expect((await pd.must(200, 'GET', `/v1/incidents/${drill.id}`)).body).toMatchObject({
      status: 'resolved',
      drill: true,
    });
    await pd.expectSilence({ minutes: 30 });
  });

  it('that nobody answers ends with its five minutes, and says so', async () => {
    const { body: drill } = await pd.must(201, 'POST', '/v1/users/ada/drills', {});
    await pd.settle();
    await pd.expectSms(ADA, /SEV4 Drill/);
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
    await pd.expectSilence({ minutes: 60 });
    expect(await pd.timeline(drill)).toContainEqual('5:00 PD Lite resolved the incident: the drill went unanswered');
    expect((await pd.must(200, 'GET', '/v1/drills')).body.items[0]).toMatchObject({
      id: drill.id,
      status: 'unanswered',
    });
  });
});

describe('who can be reached', () => {
  it('is known before anybody is paged: a phone that said STOP is found', async () => {
    const { body: before } = await pd.must(200, 'GET', '/v1/reachability');
    await pd.reply(ADA, 'STOP');
    const { body: after } = await pd.must(200, 'GET', '/v1/reachability');
    const codesOfAda = (body: { items: { code: string; subject: { id: string } }[] }) =>
      body.items.filter(({ subject }) => subject.id === 'ada').map(({ code }) => code);
    expect(codesOfAda(before)).not.toContain('opted-out');
    expect(codesOfAda(after)).toContain('opted-out');
    await pd.reply(ADA, 'START');
    expect(codesOfAda((await pd.must(200, 'GET', '/v1/reachability')).body)).not.toContain('opted-out');
  });
});
