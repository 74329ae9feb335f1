import { describe, expect, it } from 'vitest';
import type { UserId } from '../../shared/lib/ids.ts';
import { addSeconds } from '../../shared/lib/instant.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { ADA, BEN, CLEO, givenARegion } from './harness.ts';
import { INCIDENTS, slackOf, wordsOf } from './slack.ts';

const region = await givenARegion({ slack: true });
const { expectSms, expectSilence, expectCall, fastForward, trigger, timeline, incident } = region;
const slack = slackOf(region);

/** An incident of the monitor's, with its page and its place in Slack taken note of. */
const anIncident = async () => {
  const made = await trigger();
  await expectSms(ADA, /checkout is down/);
  await slack.takeAll();
  return { ...made, home: await slack.home(made.number) };
};

describe('the message shortcuts', () => {
  it('declare an incident with a message as its beginning', async () => {
    const said = await slack.say(BEN, 'payments look odd <!channel>', await slack.channel('general'));
    await slack.shortcut(CLEO, said, 'declare_from_message');
    const form = await slack.view(CLEO);
    expect(JSON.stringify(form.blocks)).toContain('payments look odd');
    await slack.submit(CLEO, form, { title: 'payments look odd', severity: 'SEV3', service: 'checkout' });
    await expectSms(ADA, /payments look odd/);
    await slack.takeAll();
    const { body } = await region.must(200, 'GET', '/v1/incidents?limit=1');
    expect(body.items[0]).toMatchObject({
      title: 'payments look odd',
      declaredBy: { name: 'Cleo Marin', via: 'slack' },
    });
  });

  it('and the pin reaction put a message onto the timeline, once', async () => {
    const made = await anIncident();
    const said = await slack.say(BEN, 'it began with the deploy at 15:00', made.home);
    await slack.shortcut(CLEO, said, 'add_to_timeline');
    await slack.react(ADA, said, 'pushpin');
    await slack.react(CLEO, said, 'round_pushpin');
    await slack.react(CLEO, said, 'thumbsup');
    await fastForwardTaking(5);
    const notes = (await timeline(made)).filter((line) => line.includes('it began with the deploy'));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/Cleo Marin noted.*Ben Osei/s);
  });
});

/** Time goes by, with whatever Slack tells meanwhile. */
const fastForwardTaking = async (seconds: number): Promise<void> => {
  await slack.takeAll();
  await fastForward({ seconds });
  await slack.takeAll();
};

describe('/incident page', () => {
  it('pages a person by name, beside whoever else is paged', async () => {
    const made = await anIncident();
    await slack.command(ADA, 'page <@U0CLEO|cleo> we need the database', made.home);
    await slack.takeAll();
    await expectSms(ADA, /checkout is down/);
    await expectSms(CLEO, /checkout is down/);
    expect((await timeline(made)).join('\n')).toMatch(/Ada Park .*paged Cleo Marin.*by slack/);
    await region.reply(CLEO, `${made.number}a`);
    await fastForwardTaking(5);
    await expectSilence({ minutes: 10 });
  });

  it('pages whoever is on call in a schedule', async () => {
    const made = await anIncident();
    await slack.command(CLEO, 'page checkout-primary', made.home);
    await slack.takeAll();
    await expectSms(ADA, /checkout is down/);
    await region.reply(ADA, `${made.number}a`);
    await fastForwardTaking(5);
    await expectSilence({ minutes: 10 });
  });
});

describe('commands', () => {
  it('say who is on call now and next, what is open, and what happened', async () => {
    const made = await anIncident();
    const general = await slack.channel('general');
    await slack.command(BEN, 'who', general);
    await slack.expect(BEN, [/Ada Park/]);
    await slack.command(BEN, 'list', general);
    await slack.expect(BEN, [new RegExp(`${made.name}.*checkout is down`, 's')]);
    await slack.command(BEN, 'timeline', made.home);
    await slack.expect(BEN, [/paging Ada Park/]);
    await slack.command(BEN, 'help', general);
    await slack.expect(BEN, [/declare/]);
    await slack.command(BEN, 'resovle 1', general);
    await slack.expect(BEN, [/resolve/]);
    await slack.command(BEN, 'ack 999', general);
    await slack.expect(BEN, [/999/]);
  });

  it('merge two incidents into one', async () => {
    const one = await anIncident();
    const other = await anIncident();
    await slack.command(BEN, `merge ${other.name} into ${one.name}`);
    await fastForwardTaking(5);
    expect(await incident(other)).toMatchObject({ status: 'resolved', mergedInto: one.id });
    expect(await slack.cardWords(other.number)).toContain(one.name);
  });

  it('escalate: the next level is paged now', async () => {
    const made = await anIncident();
    await slack.command(ADA, 'escalate it is the network', made.home);
    await slack.takeAll();
    await expectSms(CLEO, /checkout is down/);
    expect(await slack.cardWords(made.number)).toMatch(/Cleo Marin/);
    await slack.click(CLEO, await slack.card(made.number), 'take-command');
    await slack.click(CLEO, await slack.card(made.number), 'acknowledge');
    await fastForwardTaking(5);
    expect(await slack.cardWords(made.number)).toMatch(/Commander:\* Cleo Marin/);
  });
});

describe('App Home', () => {
  it('shows what is open, my shifts and how I am reached, and pages me for practice through the real path', async () => {
    await slack.openHome(ADA);
    const home = (await slack.workspace()).homes['U0ADA'];
    if (!home) expect.fail('Ada has no App Home');
    expect(wordsOf(home.blocks)).toMatch(/Checkout primary/);
    expect(wordsOf(home.blocks)).not.toContain('+12025550101');
    await slack.clickInView(ADA, home, 'drill');
    await slack.takeAll();
    await expectSms(ADA, /INC-\d+ SEV4 Drill/);
    await slack.openHome(ADA);
    const { body } = await region.must(200, 'GET', '/v1/incidents?limit=1');
    await region.reply(ADA, `${body.items[0].number.slice(4)}a`);
    await slack.takeAll();
    await expectSilence({ minutes: 10 });
  });
});

describe('a direct message', () => {
  it('is a way to be paged: its button is an answer, and the phone stays silent', async () => {
    const ben = await directory().user('ben' as UserId);
    const policy = (await directory().policies())[0];
    if (!ben || !policy) expect.fail('the sample data is not there');
    await directory().putUser({
      ...ben,
      slackId: 'U0BEN' as never,
      rules: [
        { channel: 'slack', to: 'U0BEN' as never, delaySeconds: 0 },
        { channel: 'sms', to: BEN.phone as never, delaySeconds: 60 },
      ],
    });
    const levels = [{ targets: [{ type: 'user' as const, id: 'ben' as UserId }], timeoutSeconds: 300 }];
    await directory().putPolicy({ ...policy, levels });
    try {
      const made = await trigger();
      const [page] = await region.outside.take(({ to }) => to === 'U0BEN');
      expect(page?.body).toMatch(/checkout is down/);
      await slack.takeAll();
      const { messages } = await slack.workspace();
      const found = messages.find(({ id }) => id === page?.id);
      if (!found) expect.fail('the direct message is not there');
      await slack.click(BEN, found, 'acknowledge');
      await slack.takeAll();
      expect((await incident(made)).acknowledgedBy).toMatchObject({ name: 'Ben Osei', via: 'slack' });
      await expectSilence({ minutes: 10 });

      await region.outage('slack', 'error');
      await trigger();
      // Slack would not: the next rule is due at once.
      await expectSms(BEN, /checkout is down/);
      await region.outage('slack', 'ok');
      await fastForwardTaking(120);
    } finally {
      await directory().putUser(ben);
      await directory().putPolicy(policy);
    }
  });
});

describe('over time', () => {
  it('an incident that nobody updates is brought to mind, once per interval', async () => {
    const made = await anIncident();
    await region.reply(ADA, `${made.number}a`);
    await fastForwardTaking(29 * 60);
    expect(await toldOf('has had no update')).toBe(0);
    await fastForwardTaking(3 * 60);
    expect(await toldOf('no update')).toBe(1);
    await fastForwardTaking(20 * 60);
    expect(await toldOf('no update')).toBe(1);
    await fastForwardTaking(15 * 60);
    expect(await toldOf('no update')).toBe(2);

    async function toldOf(words: string): Promise<number> {
      return (await slack.workspace()).messages.filter(
        ({ channel, text }) => channel === made.home.id && text.includes(words),
      ).length;
    }
  });

  it('the user group of a schedule follows who is on call', async () => {
    await fastForwardTaking(120);
    const group = async () =>
      (await slack.workspace()).groups.find(({ handle }) => handle === 'oncall-checkout-primary');
    expect((await group())?.users).toEqual(['U0ADA']);
    const schedule = (await directory().schedules()).find(({ id }) => id === 'checkout-primary');
    if (!schedule) expect.fail('the sample data is not there');
    const from = await region.now();
    const override = { id: 'swap', userId: 'ben' as UserId, from, to: addSeconds(from, 3600) };
    await directory().putSchedule({ ...schedule, overrides: [override] });
    await fastForwardTaking(120);
    expect((await group())?.users).toEqual(['U0BEN']);
    await fastForwardTaking(3600);
    expect((await group())?.users).toEqual(['U0ADA']);
  });

  it('who answers on the phone is who the announcement names', async () => {
    const made = await trigger();
    await region.outside.take(({ kind }) => kind === 'sms');
    await slack.takeAll();
    await fastForward({ minutes: 2 });
    const call = await expectCall(ADA);
    await region.press(call, '4');
    await slack.takeAll();
    const { id } = await slack.channel(INCIDENTS);
    const told = (await slack.workspace()).messages.find(
      ({ channel, text }) => channel === id && text.includes(`${made.name} `),
    );
    expect(wordsOf(told?.blocks)).toContain('Ada Park');
  });
});
