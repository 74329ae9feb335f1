import { describe, expect, it } from 'vitest';
import { aService, aUser, CALL_AT_ONCE, SMS_AT_ONCE } from './configuration.ts';
import { ADA, BEN, CLEO, givenARegion } from './harness.ts';

const pd = await givenARegion();

describe('a call that nobody answered', () => {
  it.each(['voicemail', 'busy', 'no-answer', 'hang-up'] as const)(
    'is not acknowledged by %s: the next level is paged',
    async (by) => {
      const incident = await pd.trigger();
      await pd.expectSms(ADA, /Reply/);
      await pd.fastForward({ minutes: 2 });
      const call = await pd.expectCall(ADA);
      await pd.pickUp(call, by);
      await pd.fastForward({ minutes: 3 });
      expect((await pd.incident(incident)).status).toBe('triggered');
      await pd.expectSms(CLEO, /Reply/);
    },
  );

  it('is not acknowledged by somebody who listens and presses nothing', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ minutes: 2 });
    const call = await pd.expectCall(ADA);
    await pd.pickUp(call, 'human');
    await pd.fastForward({ minutes: 2 });
    const ended = (await pd.messages()).find(({ id }) => id === call.id);
    expect(ended?.status).toBe('completed');
    expect(ended?.body).toMatch(/No key was pressed\. Nothing changed\. Goodbye\.$/);
    expect((await pd.incident(incident)).status).toBe('triggered');
  });

  it('does not wait for the time of the next rule when the line is busy', async () => {
    const both = await aUser('Both Calls', [CALL_AT_ONCE, { ...SMS_AT_ONCE, delaySeconds: 240 }]);
    const { key } = await aService({ levels: [[both]] });
    await pd.trigger({ key });
    const call = await pd.expectCall(both);
    await pd.pickUp(call, 'busy');
    await pd.expectSms(both, /Reply/);
  });
});

describe('two people who were both paged', () => {
  it('are told who was first, by text message', async () => {
    const [fay, gus] = [await aUser('Fay First'), await aUser('Gus Second')];
    const { key } = await aService({ levels: [[fay, gus]] });
    const incident = await pd.trigger({ key });
    const { number } = incident;
    await pd.expectSms(fay, /Reply/);
    await pd.expectSms(gus, /Reply/);
    await pd.fastForward({ seconds: 60 });
    expect(await pd.reply(fay, `${number}a`)).toMatch(/ acknowledged by you at /);
    expect(await pd.reply(gus, `${number}a`)).toMatch(
      new RegExp(`^INC-${number} was already acknowledged by Fay First at \\d\\d:\\d\\d UTC\\. Nothing changed\\.$`),
    );
    expect(await pd.reply(fay, `${number}a`)).toMatch(/ was already acknowledged by you at /);
    expect((await pd.incident(incident)).acknowledgedBy.name).toBe('Fay First');
    expect(await pd.acknowledge(incident)).toMatchObject({
      status: 409,
      body: { by: { name: 'Fay First', via: 'sms' } },
    });
  });

  it('are told who was first, in the call', async () => {
    const [hal, ida] = [await aUser('Hal First', [CALL_AT_ONCE]), await aUser('Ida Second', [CALL_AT_ONCE])];
    const { key } = await aService({ levels: [[hal, ida]] });
    await pd.trigger({ key });
    const [first, second] = [await pd.expectCall(hal), await pd.expectCall(ida)];
    await pd.fastForward({ seconds: 2 });
    expect(await pd.press(first, '4')).toMatch(/is acknowledged by you/);
    expect((await pd.pickUp(second, 'human')).said).toEqual([
      expect.stringMatching(/^Incident .* was already acknowledged by Hal First\. Nothing changed\. Goodbye\.$/),
    ]);
  });

  it('are told who was first, in a call that was picked up before', async () => {
    const [jan, kim] = [await aUser('Jan First', [CALL_AT_ONCE]), await aUser('Kim Second', [CALL_AT_ONCE])];
    const { key } = await aService({ levels: [[jan, kim]] });
    const { number } = await pd.trigger({ key });
    const [first, second] = [await pd.expectCall(jan), await pd.expectCall(kim)];
    await pd.pickUp(first, 'human');
    await pd.pickUp(second, 'human');
    expect(await pd.press(first, '6')).toMatch(/is resolved\. Goodbye\.$/);
    expect(await pd.press(second, '4')).toMatch(/was already resolved by Jan First\. Nothing changed\. Goodbye\.$/);
    expect(await pd.reply(kim, `${number}a`)).toMatch(/^INC-\d+ was already resolved by Jan First at /);
  });
});

describe('a text message that answers nothing', () => {
  it.each([
    ['of no incident', '99999a', /^There is no INC-99999\. Check the number\. Nothing changed\.$/],
    ['that makes no sense', 'what?', /^Not understood, nothing changed\. /],
    ['with a letter that is none of ours', '1x', /^Not understood, nothing changed\. /],
    ['with no number', 'a', /^Not understood, nothing changed\. /],
    ['that asks for help', 'HELP', /STOP/],
  ])('%s is told so, and nobody has it', async (_, text, answer) => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    expect(await pd.reply(ADA, text)).toMatch(answer);
    expect((await pd.incident(incident)).version).toBe(1);
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
  });

  it('from a phone that nobody knows, or that was not paged, is told so', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    const stranger = { id: 'nobody', name: 'Stranger', phone: '+12025559999' };
    expect(await pd.reply(stranger, `${incident.number}a`)).toBe(
      'This phone is not known to PD Lite. Nothing changed.',
    );
    expect(await pd.reply(BEN, `${incident.number}a`)).toBe(
      `INC-${incident.number} was not paged to this phone, so it cannot be answered from it. Nothing changed.`,
    );
    expect((await pd.incident(incident)).version).toBe(1);
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
  });

  it('to an incident that is resolved says who resolved it', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.monitorResolves(incident);
    for (const letter of ['a', 'e', 'c']) {
      expect(await pd.reply(ADA, `${incident.number}${letter}`)).toMatch(
        /^INC-\d+ was already resolved by demo monitor at \d\d:\d\d UTC\. Nothing changed\.$/,
      );
    }
    await pd.expectSilence({ minutes: 30 });
  });
});
