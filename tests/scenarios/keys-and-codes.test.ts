import { describe, expect, it } from 'vitest';
import { aService, aUser, CALL_AT_ONCE } from './configuration.ts';
import { ADA, CLEO, givenARegion } from './harness.ts';

const pd = await givenARegion();

const ringing = async () => {
  const lou = await aUser('Lou Rings', [CALL_AT_ONCE]);
  const { key } = await aService({ levels: [[lou], [CLEO]] });
  const incident = await pd.trigger({ key });
  const call = await pd.expectCall(lou);
  await pd.fastForward({ seconds: 2 });
  return { incident, call, lou };
};

describe('in a call', () => {
  it('4, 5 and 6 are said, after what is wrong', async () => {
    const { call } = await ringing();
    const { said } = await pd.pickUp(call, 'human');
    expect(said.join(' ')).toMatch(
      /^This is P D Lite\. Incident .*, severity one, service .*\. checkout is down\. Press 4 to acknowledge, 5 to escalate, 6 to resolve\.$/,
    );
    await pd.press(call, '4');
  });

  it('5 pages the next level at once', async () => {
    const { incident, call } = await ringing();
    expect(await pd.press(call, '5')).toMatch(/is escalated\. The next level is being paged\. Goodbye\.$/);
    await pd.expectSms(CLEO, /Reply/);
    expect(await pd.timeline(incident)).toContainEqual(expect.stringMatching(/^0:02 Lou Rings escalated by phone$/));
    expect(await pd.reply(CLEO, `${incident.number}a`)).toMatch(/acknowledged by you/);
    await pd.expectSilence({ minutes: 30 });
  });

  it('6 resolves, and every phone is silent', async () => {
    const { incident, call } = await ringing();
    expect(await pd.press(call, '6')).toMatch(/ is resolved\. Goodbye\.$/);
    expect(await pd.incident(incident)).toMatchObject({
      status: 'resolved',
      resolvedBy: { name: 'Lou Rings', via: 'voice' },
    });
    await pd.expectSilence({ minutes: 30 });
  });

  it('another key is asked for again, and the right one then counts', async () => {
    const { incident, call } = await ringing();
    expect(await pd.press(call, '9')).toMatch(/That key means nothing here\. Press 4 /);
    expect((await pd.incident(incident)).status).toBe('triggered');
    expect(await pd.press(call, '4')).toMatch(/acknowledged by you/);
  });

  it('wrong keys again and again end the call, and nothing has changed', async () => {
    const { incident, call } = await ringing();
    let ended = false;
    for (let tries = 0; tries < 5 && !ended; tries += 1) {
      await pd.press(call, '1');
      ended = (await pd.messages()).find(({ id }) => id === call.id)?.status === 'completed';
    }
    expect(ended).toBe(true);
    expect((await pd.incident(incident)).version).toBe(1);
  });
});

describe('by text message', () => {
  it('1e pages the next level at once, and says so', async () => {
    const { number } = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ seconds: 30 });
    expect(await pd.reply(ADA, `${number}e`)).toBe(`INC-${number} escalated: the next level is being paged.`);
    await pd.expectSms(CLEO, /Reply/);
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(CLEO);
  });

  it('1c resolves, and says so', async () => {
    const { number, id } = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    expect(await pd.reply(ADA, `${number}c`)).toMatch(
      new RegExp(`^INC-${number} resolved by you at \\d\\d:\\d\\d UTC\\.$`),
    );
    expect(await pd.incident({ id })).toMatchObject({ status: 'resolved', resolvedBy: { id: 'ada', via: 'sms' } });
    await pd.expectSilence({ minutes: 60 });
  });

  it('escalating what was acknowledged pages the next level, and acknowledging again is silent', async () => {
    const { number } = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    expect(await pd.reply(ADA, `${number}a`)).toMatch(/acknowledged by you/);
    await pd.fastForward({ minutes: 10 });
    expect(await pd.reply(ADA, `${number}e`)).toMatch(/escalated/);
    await pd.expectSms(CLEO, /Reply/);
    expect(await pd.reply(CLEO, `${number}a`)).toMatch(/acknowledged by you/);
    await pd.expectSilence({ minutes: 60 });
  });
});
