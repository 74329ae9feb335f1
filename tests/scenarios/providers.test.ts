import { describe, expect, it } from 'vitest';
import { aService, aUser, CALL_AT_ONCE, SMS_AT_ONCE } from './configuration.ts';
import { ADA, CLEO, DUTY_MANAGER, givenARegion } from './harness.ts';
import type { Person } from './people.ts';

const pd = await givenARegion();

const ONE_WAY =
  /This number takes no replies: text \d+a to \+12025550199 to acknowledge, \d+e to escalate, \d+c to resolve\.$/;
const OPEN = /\(Twilio is not well: its breaker is open\)$/;

/** Somebody with a service of their own, who wants text messages. */
const somebody = async (name: string): Promise<{ readonly who: Person; readonly key: string }> => {
  const who = await aUser(name, [SMS_AT_ONCE]);
  return { who, key: (await aService({ levels: [[who]], timeoutSeconds: 1800 })).key };
};

describe('when Twilio is not well', () => {
  it('a page goes out by SNS within 5 s of a 500, and says that nobody can reply to it', async () => {
    await pd.outage('twilio', 'error');
    const incident = await pd.trigger();
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns', withinSeconds: 5 });
    expect(await pd.timeline(incident)).toMatchInlineSnapshot(`
      [
        "0:00 demo monitor declared INC-1 (SEV1): checkout is down",
        "0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation)",
        "0:00 Sent: a text message to Ada Park at ...0101 through Twilio: it failed at Twilio (An internal server error has occurred)",
        "0:00 Sent: a text message to Ada Park at ...0101 through SNS: SNS took it (Twilio: An internal server error has occurred)",
      ]
    `);
  });

  it('a call that cannot be placed becomes a text message by SNS', async () => {
    const caller = await aUser('Mia Calls', [CALL_AT_ONCE]);
    const { key } = await aService({ levels: [[caller]] });
    await pd.outage('twilio', 'error');
    const incident = await pd.trigger({ key });
    await pd.expectSms(caller, ONE_WAY, { through: 'sns', withinSeconds: 5 });
    expect(await pd.timeline(incident)).toContainEqual(
      expect.stringMatching(
        /^0:00 Sent: a text message to Mia Calls at \.\.\.\d{4} through SNS: SNS took it \(Twilio: /,
      ),
    );
  });

  it('a page goes out by SNS within 60 s when Twilio does not answer, and the timeline says what is not known', async () => {
    await pd.outage('twilio', 'timeout');
    const incident = await pd.trigger();
    await pd.fastForward({ seconds: 60 });
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns', withinSeconds: 60 });
    const story = await pd.timeline(incident);
    expect(story).toContainEqual(
      expect.stringMatching(/through Twilio: it is unknown whether Twilio sent it \(timeout: it may have been sent\)$/),
    );
    await pd.outage('twilio', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pd.expectCall(ADA, { withinSeconds: 1 });
  });

  it('a page goes out twice, and says so, when Twilio sent it and its answer was lost', async () => {
    await pd.outage('twilio', 'answer-lost');
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns' });
    await pd.outage('twilio', 'ok');
    expect(await pd.timeline(incident)).toContainEqual(expect.stringContaining('it is unknown whether Twilio sent it'));
  });

  it('a page goes out by SNS at once when the carrier says that it was undelivered', async () => {
    await pd.outage('twilio', 'undelivered');
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ seconds: 2 });
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns' });
    expect(await pd.timeline(incident)).toMatchInlineSnapshot(`
      [
        "0:00 demo monitor declared INC-5 (SEV1): checkout is down",
        "0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation)",
        "0:00 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it",
        "0:01 Twilio says of a text message to Ada Park: sent",
        "0:02 Twilio says of a text message to Ada Park: undelivered (30003)",
        "0:02 Sent: a text message to Ada Park at ...0101 through SNS: SNS took it (Twilio: undelivered (30003))",
      ]
    `);
    await pd.outage('twilio', 'ok');
    await pd.fastForward({ seconds: 118 });
    await pd.expectCall(ADA);
  });

  it('a page goes out by SNS after 15 s without a receipt', async () => {
    await pd.outage('twilio', 'accepted-no-receipt');
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ seconds: 14 });
    await pd.expectNoMessages();
    await pd.fastForward({ seconds: 1 });
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns' });
    expect(await pd.timeline(incident)).toContainEqual(
      expect.stringMatching(/^0:15 Sent: .* through SNS: SNS took it \(Twilio: no receipt within 15 s\)$/),
    );
  });

  it('a phone that said STOP is paged by SNS, and the timeline says why', async () => {
    const { who, key } = await somebody('Nia Stopped');
    await pd.reply(who, 'STOP');
    const incident = await pd.trigger({ key });
    await pd.expectSms(who, ONE_WAY, { through: 'sns' });
    expect(await pd.timeline(incident)).toContainEqual(expect.stringMatching(/Twilio refused it \(21610: /));
  });
});

describe('when neither provider takes a page', () => {
  it('the next rule, and then the next level, is due now', async () => {
    const [deaf, hears] = [await aUser('Oda Unreached', [SMS_AT_ONCE]), await aUser('Pia Hears')];
    await pd.reply(deaf, 'STOP');
    await pd.outage('sns', 'error');
    const { key } = await aService({ levels: [[deaf], [hears]] });
    const incident = await pd.trigger({ key });
    await pd.expectSms(hears, /Reply/);
    const story = await pd.timeline(incident);
    expect(story).toContainEqual('0:00 Oda Unreached could not be reached on any channel');
    expect(story).toContainEqual(expect.stringMatching(/^0:00 Level 2: paging Pia Hears /));
  });

  it('a call is placed now when the text message could not be sent at all', async () => {
    const quin = await aUser('Quin Calls', [SMS_AT_ONCE, { ...CALL_AT_ONCE, delaySeconds: 600 }]);
    await pd.reply(quin, 'STOP');
    await pd.outage('sns', 'error');
    const { key } = await aService({ levels: [[quin]] });
    await pd.trigger({ key });
    await pd.expectCall(quin);
  });

  it('a round is gone through at once, and the next one waits: a provider that is back by then pages', async () => {
    await pd.outage('twilio', 'error');
    await pd.outage('sns', 'error');
    const incident = await pd.trigger();
    await pd.expectSilence({ minutes: 4 });
    const story = await pd.timeline(incident);
    for (const name of [ADA.name, CLEO.name]) {
      expect(story).toContainEqual(`0:00 ${name} could not be reached on any channel`);
    }
    await pd.outage('sns', 'ok');
    await pd.fastForward({ minutes: 1 });
    await pd.expectSms(ADA, ONE_WAY, { through: 'sns' });
    await pd.acknowledge(incident);
  });

  it('the fallback contact is told again until a channel reaches them, and each try is on the timeline', async () => {
    await pd.outage('twilio', 'error');
    await pd.outage('sns', 'error');
    const incident = await pd.trigger();
    await pd.expectSilence({ minutes: 14 });
    expect(await pd.timeline(incident)).toContainEqual(
      `10:00 ${DUTY_MANAGER.name} could not be reached on any channel`,
    );
    expect((await pd.incident(incident)).exhausted).toBe(true);
    await pd.outage('sns', 'ok');
    await pd.fastForward({ minutes: 1 });
    await pd.expectSms(DUTY_MANAGER, /^NOBODY HAS INC-/, { through: 'sns' });
    await pd.expectSilence({ minutes: 60 });
  });
});

describe("Twilio's circuit breaker", () => {
  const openIt = async () => {
    await pd.outage('twilio', 'error');
    for (const name of ['Rae', 'Sol', 'Tom']) {
      const { who, key } = await somebody(name);
      const incident = await pd.trigger({ key });
      await pd.expectSms(who, ONE_WAY, { through: 'sns' });
      expect(await pd.timeline(incident)).not.toContainEqual(expect.stringMatching(OPEN));
    }
  };
  const pageSomebody = async (name: string, through: 'twilio' | 'sns') => {
    const { who, key } = await somebody(name);
    const incident = await pd.trigger({ key });
    await pd.expectSms(who, through === 'sns' ? ONE_WAY : /Reply/, { through });
    return (await pd.timeline(incident)).find((line) => line.includes(`to ${name}`));
  };

  it('opens after three failures: pages of other services go straight to SNS, for a minute', async () => {
    await openIt();
    await pd.outage('twilio', 'ok');
    expect(await pageSomebody('Uma', 'sns')).toMatch(OPEN);
    await pd.fastForward({ seconds: 59 });
    expect(await pageSomebody('Vic', 'sns')).toMatch(OPEN);
  });

  it('leaves calls alone when it is text messages that fail', async () => {
    await openIt();
    await pd.outage('twilio', 'ok');
    const wes = await aUser('Wes Calls', [CALL_AT_ONCE]);
    const { key } = await aService({ levels: [[wes]] });
    await pd.trigger({ key });
    await pd.expectCall(wes);
  });

  it('lets one page through after a minute, and closes when Twilio takes it', async () => {
    await openIt();
    await pd.outage('twilio', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pageSomebody('Xia', 'twilio');
    await pageSomebody('Yul', 'twilio');
  });

  it('is half open while that one page is on its way: others do not wait for it; and opens again when it fails', async () => {
    await openIt();
    await pd.outage('twilio', 'timeout');
    await pd.fastForward({ seconds: 60 });
    const { who: probe, key } = await somebody('Zoe Probe');
    await pd.trigger({ key });
    await pd.expectNoMessages();
    expect(await pageSomebody('Abe', 'sns')).toMatch(OPEN);
    await pd.fastForward({ seconds: 8 });
    await pd.expectSms(probe, ONE_WAY, { through: 'sns' });
    await pd.outage('twilio', 'ok');
    await pd.fastForward({ seconds: 59 });
    expect(await pageSomebody('Bea', 'sns')).toMatch(OPEN);
    await pd.fastForward({ seconds: 1 });
    await pageSomebody('Cal', 'twilio');
  });
});
