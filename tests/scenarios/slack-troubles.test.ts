import { describe, expect, it } from 'vitest';
import { ADA, BEN, CLEO, givenARegion } from './harness.ts';
import { INCIDENTS, slackOf } from './slack.ts';

const region = await givenARegion({ slack: true });
const { expectSms, expectCall, fastForward, trigger, timeline, outage } = region;
const slack = slackOf(region);

/** The lines of an incident's channel, without its card and without what Slack says by itself. */
const linesOf = async (number: number): Promise<readonly string[]> => {
  const { id } = await slack.home(number);
  const card = await slack.card(number);
  return (await slack.workspace()).messages
    .filter(({ channel, user, text }) => channel === id && user === 'U0PDLITE' && !text.startsWith('<@U'))
    .filter(({ id: messageId }) => messageId !== card.id)
    .map(({ text }) => text);
};

const announcementsOf = async (number: number): Promise<readonly string[]> => {
  const { id } = await slack.channel(INCIDENTS);
  return (await slack.workspace()).messages
    .filter(({ channel, text }) => channel === id && text.includes(`INC-${number} `))
    .map(({ text }) => text);
};

describe.each(['error', 'timeout', 'ratelimited'])('while Slack is down for ten minutes (%s)', (mode) => {
  it('paging is as ever; when it is back the card is right, and nothing is there twice', async () => {
    await outage('slack', mode);
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    await fastForward({ minutes: 2 });
    await region.pickUp(await expectCall(ADA), 'no-answer');
    await fastForward({ minutes: 3 });
    await expectSms(CLEO, /checkout is down/);
    await region.reply(CLEO, `${number}a`);
    await region.change('updates', { id: `INC-${number}` }, { message: 'we are on it' });
    await fastForward({ minutes: 5 });
    await region.expectNoMessages();

    await outage('slack', 'ok');
    await fastForward({ minutes: 3 });
    await slack.takeAll();
    expect(await slack.cardWords(number)).toMatch(/Cleo Marin.*we are on it/s);
    expect(await announcementsOf(number)).toHaveLength(1);
    const lines = (await linesOf(number)).join('\n');
    for (const told of ['opened this incident', 'Cleo Marin* acknowledged', 'we are on it'])
      expect(lines.split(told), `"${told}" in\n${lines}`).toHaveLength(2);
  });
});

describe('when Slack takes a message and hangs up without saying so', () => {
  it('it is looked for before it is sent again: nothing is there twice', async () => {
    await outage('slack', 'answer-lost');
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    await region.reply(ADA, `${number}a`);
    await fastForward({ seconds: 30 });
    await slack.takeAll();
    await outage('slack', 'ok');
    await fastForward({ minutes: 3 });
    await slack.takeAll();
    expect(await slack.cardWords(number)).toContain('Ada Park');
    const { channels } = await slack.workspace();
    expect(channels.filter(({ name }) => name.startsWith(`inc-${number}-`))).toHaveLength(1);
    expect(await announcementsOf(number)).toHaveLength(1);
    expect((await linesOf(number)).join('\n').split('opened this incident')).toHaveLength(2);
    expect((await linesOf(number)).join('\n').split('acknowledged')).toHaveLength(2);
  });
});

describe('when the channel cannot be created', () => {
  it('the incident goes on, the reason is on the timeline, and it is tried again until it is there', async () => {
    await slack.fail('conversations.create', 'restricted_action', 3);
    const incident = await trigger();
    await expectSms(ADA, /checkout is down/);
    await slack.expect(INCIDENTS, [/checkout is down/]);
    expect((await timeline(incident)).join('\n')).toMatch(/channel could not be created.*restricted_action/);
    await region.reply(ADA, `${incident.number}a`);
    await fastForward({ minutes: 5 });
    await slack.takeAll();
    expect(await slack.cardWords(incident.number)).toContain('Ada Park');
    expect((await timeline(incident)).join('\n')).toMatch(/channel.*inc-\d+-checkout-is-down.*(created|there)/);
    await slack.heal();
  });

  it('because its name is taken, also by one that is archived, another name is', async () => {
    await slack.fail('conversations.create', 'name_taken', 2);
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    const { name } = await slack.home(number);
    expect(name).toMatch(new RegExp(`^inc-${number}-checkout-is-down-\\d+$`));
    await slack.takeAll();
    await slack.click(BEN, await slack.card(number), 'acknowledge');
    await slack.takeAll();
  });
});

describe('the eventful', () => {
  it('bus that loses an event makes the card late by a minute at most', async () => {
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    await slack.takeAll();
    await outage('eventbridge', 'error');
    await region.reply(ADA, `${number}a`);
    await outage('eventbridge', 'ok');
    await fastForward({ seconds: 90 });
    expect(await slack.cardWords(number)).toContain('*Ada Park* has it');
    await slack.takeAll();
  });
});
