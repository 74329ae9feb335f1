import { afterEach, describe, expect, it } from 'vitest';
import { AT } from './crash-points.ts';
import { attempts, expectSilence, expectToPageOn, texts, UNANSWERED } from './pages-on.ts';
import { CLEO, PATIENCE, type Scene, startScene } from './scene.ts';

let scene: Scene;
afterEach(() => scene?.stop());

const FALLEN_BACK = ['sms to on-call by sns', 'sms to on-call by sns', 'sms to Cleo by sns'] as const;
const EVERYTHING = [...UNANSWERED, 'call to Cleo', ...UNANSWERED, 'call to Cleo'] as const;
const TWO_ROUNDS_SECONDS = 1200;

describe('killed between a send and its record, and started again', PATIENCE, () => {
  it('a text: Twilio is asked, has it, and it is not sent again; the timeline says so', async () => {
    scene = await startScene({ crashAt: AT.theTextsRecord });
    await scene.trigger();
    await scene.crashed();
    expect(scene.messages()).toEqual(['sms to on-call']);
    // Nobody is there for its receipts.
    await scene.forward(10);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
    expect(texts(timeline)).toContain('its sender died before recording it; Twilio has it, so it is not sent again');
  });

  it('a call: it does not ring twice', async () => {
    scene = await startScene({ crashAt: AT.theCallsRecord });
    await scene.trigger();
    await scene.crashed(130);
    expect(scene.messages()).toEqual(['sms to on-call', 'call to on-call']);
    await scene.forward(40);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
    expect(texts(timeline)).toContain('its sender died before recording it; Twilio has it, so it is not sent again');
  });

  it.each([
    ['a text', AT.theTextsRecord, 0],
    ['a call', AT.theCallsRecord, 130],
  ])('%s whose receipts come after the restart: they prove that Twilio took it', async (_, crashAt, seconds) => {
    scene = await startScene({ crashAt });
    await scene.trigger();
    await scene.crashed(seconds);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
    expect(texts(timeline)).toMatch(/its sender (died before recording it|has not recorded it)/);
  });

  it('a call that did not leave: it rings once', async () => {
    scene = await startScene({ crashAt: AT.theCall });
    await scene.trigger();
    await scene.crashed(130);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'failed')).toEqual([
      expect.stringContaining('Twilio does not have it, so it is sent again'),
    ]);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });

  it('a text by SNS, which cannot be asked: it is sent again, and the timeline says that it may be the second', async () => {
    scene = await startScene({ crashAt: AT.theFallbacksRecord });
    scene.world.outages.set('twilio', 'error');
    await scene.trigger();
    await scene.crashed();
    expect(scene.messages()).toEqual(['sms to on-call by sns']);
    await scene.restart();
    const timeline = await expectToPageOn(scene, ['sms to on-call by sns', ...FALLEN_BACK]);
    expect(attempts(timeline, 'unknown')).toEqual([
      expect.stringContaining('its sender died: it may have been sent, and is sent again'),
    ]);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });

  it('between the failure at Twilio and the claim at SNS: SNS sends it, once', async () => {
    scene = await startScene({ crashAt: AT.theFallback });
    scene.world.outages.set('twilio', 'error');
    await scene.trigger();
    await scene.crashed();
    await scene.restart();
    const timeline = await expectToPageOn(scene, FALLEN_BACK);
    expect(attempts(timeline, 'unknown')).toEqual([]);
  });

  it('while a receipt is written: the page goes on to its call', async () => {
    scene = await startScene({ crashAt: AT.theTextsReceipt });
    await scene.trigger();
    await scene.crashed(20);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });
});

describe('killed when a good receipt has been found, and started again', PATIENCE, () => {
  it.each([
    ['before the page moves to its next rule', AT.theMoveToTheNextRule],
    ['before its execution hears of that', AT.theMoveToTheNextRulesRecord],
  ])('%s: the call comes once, and no text again', async (_, crashAt) => {
    scene = await startScene({ crashAt });
    await scene.trigger();
    await scene.crashed(40);
    expect(scene.messages()).toEqual(['sms to on-call']);
    await scene.restart();
    expect(attempts(await expectToPageOn(scene), 'accepted')).toHaveLength(3);
  });
});

describe('killed while it waits, and started again', PATIENCE, () => {
  it.each([
    ['for a receipt', 5, ['sms to on-call']],
    ['for the next rule', 60, ['sms to on-call']],
    ['for the next level', 200, ['sms to on-call', 'call to on-call']],
  ])('%s: it pages on', async (_, seconds, soFar) => {
    scene = await startScene();
    await scene.trigger();
    await scene.forward(seconds);
    expect(scene.messages()).toEqual(soFar);
    await scene.region().kill();
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });

  it('past several deadlines: it does at once what is overdue, and each of it once', async () => {
    scene = await startScene();
    await scene.trigger();
    await scene.forward(60);
    await scene.region().kill();
    await scene.forward(400);
    await scene.restart();
    await scene.forward(60);
    // The call and the second level are both overdue: in any order.
    expect([...scene.messages()].sort()).toEqual([...UNANSWERED].sort());
    const { reply } = await scene.world.reply(CLEO, '1a');
    expect(reply).toContain('INC-1 acknowledged by you');
    await expectSilence(scene, [...scene.messages()]);
  });

  it('again and again: every page of both rounds goes out once, and the fallback contact is told', async () => {
    scene = await startScene();
    await scene.trigger();
    for (const seconds of [35, 210, 305, 255, 165]) {
      await scene.forward(seconds);
      await scene.region().kill();
      await scene.restart();
    }
    await scene.forward(TWO_ROUNDS_SECONDS);
    expect(scene.messages()).toEqual([...EVERYTHING, 'sms to the duty manager: nobody has it']);
  });

  it('between the report that nobody answers and the page that says so: the fallback contact is told, once', async () => {
    scene = await startScene({ crashAt: AT.theFallbackContact });
    await scene.trigger();
    await scene.crashed(TWO_ROUNDS_SECONDS + 100);
    expect(scene.messages()).toEqual(EVERYTHING);
    await scene.restart();
    await scene.forwardUntilMessages(EVERYTHING.length + 1, 120);
    await expectSilence(scene, [...EVERYTHING, 'sms to the duty manager: nobody has it']);
    expect((await scene.timeline()).filter(({ type }) => type === 'EscalationExhausted')).toHaveLength(1);
  });
});

describe('killed between the commit of an answer and the fence', PATIENCE, () => {
  const answered = async (): Promise<void> => {
    scene = await startScene({ crashAt: AT.theFenceOfTheAnswer });
    await scene.trigger();
    await scene.forward(20);
  };

  it('by text: it is not confirmed; asked again it says who did it; nobody is paged any more', async () => {
    await answered();
    expect(await scene.world.reply(scene.onCall, '1a')).toEqual({ status: 502, reply: '' });
    await scene.crashed();
    await scene.restart();
    const { reply } = await scene.world.reply(scene.onCall, '1a');
    expect(reply).toContain('INC-1 was already acknowledged by you');
    await expectSilence(scene, ['sms to on-call', `sms to on-call: ${reply}`]);
    expect((await scene.timeline()).filter(({ type }) => type === 'IncidentAcknowledged')).toHaveLength(1);
  });

  it('by text, and nobody asks again: the answer stands', async () => {
    await answered();
    await scene.world.reply(scene.onCall, '1a');
    await scene.crashed();
    await scene.restart();
    await expectSilence(scene, ['sms to on-call']);
    expect((await scene.region().get('/v1/incidents/INC-1')).body).toMatchObject({ status: 'acknowledged' });
  });

  it('by the API: asked again it is a conflict that names who did it', async () => {
    await answered();
    const acknowledge = () => scene.region().post('/v1/incidents/INC-1/acknowledge', {});
    await expect(acknowledge()).rejects.toThrow();
    await scene.crashed();
    await scene.restart();
    const again = await acknowledge();
    expect(again.status).toBe(409);
    expect(JSON.stringify(again.body)).toContain('Demo token');
    await expectSilence(scene, ['sms to on-call']);
  });

  it("by the monitor's own resolve: the incident is over, and nobody is paged any more", async () => {
    await answered();
    const resolve = { routing_key: 'demo', event_action: 'resolve', dedup_key: 'checkout-is-down' };
    await expect(scene.region().post('/v2/enqueue', resolve)).rejects.toThrow();
    await scene.crashed();
    await scene.restart();
    expect(await scene.region().post('/v2/enqueue', resolve)).toMatchObject({ status: 202 });
    await expectSilence(scene, ['sms to on-call']);
    expect((await scene.region().get('/v1/incidents/INC-1')).body).toMatchObject({ status: 'resolved' });
  });
});
