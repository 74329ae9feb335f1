import { afterEach, describe, expect, it } from 'vitest';
import { AT } from './crash-points.ts';
import { attempts, expectToPageOn, texts } from './pages-on.ts';
import { PATIENCE, type Scene, startScene } from './scene.ts';

let scene: Scene;
afterEach(() => scene?.stop());

const open = async (): Promise<readonly unknown[]> =>
  (await scene.region().get('/v1/incidents?status=open')).body.items;

describe('killed before a page goes out, and started again', PATIENCE, () => {
  it('before the commit: the monitor was told nothing, fires again, and one incident pages once', async () => {
    scene = await startScene({ crashAt: AT.theAlertsCommit });
    expect(await scene.trigger()).toBeUndefined();
    await scene.crashed();
    await scene.restart();
    expect(scene.messages()).toEqual([]);
    expect(await scene.trigger()).toMatchObject({ status: 202 });
    // The number that the dead process had taken is a gap.
    await expectToPageOn(scene, undefined, 2);
    expect(await open()).toHaveLength(1);
  });

  it.each([
    ['between the commit and the head', AT.theHead],
    ['before a page is begun', AT.thePage],
    ['between a page and the start of its execution', AT.theStartOfThePage],
    ['before the claim', AT.theClaim],
  ])('%s: it pages on, once, though the monitor never fires again', async (_, crashAt) => {
    scene = await startScene({ crashAt });
    await scene.trigger();
    await scene.crashed();
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
    expect(texts(timeline)).not.toContain('its sender died');
    expect(await open()).toHaveLength(1);
  });

  it.each([
    ['between the pages of the first level and the record of its run', AT.theRun],
    ['between the run and the start of its execution', AT.theStartOfTheEscalation],
    ['before the effects are known to be done', AT.theEndOfTheEffects],
  ])('%s, while the first text is on its way: it pages on, once', async (_, crashAt) => {
    scene = await startScene({ crashAt });
    await scene.trigger();
    await scene.crashed();
    await scene.restart();
    expect(attempts(await expectToPageOn(scene), 'accepted')).toHaveLength(3);
    expect(await open()).toHaveLength(1);
  });

  it('between the pages of the second level and the saving of the run: it pages on, once', async () => {
    scene = await startScene({ crashAt: AT.theSavingOfTheRun });
    await scene.trigger();
    await scene.crashed(310);
    await scene.restart();
    expect(attempts(await expectToPageOn(scene), 'accepted')).toHaveLength(3);
  });

  it('the monitor fires again because its connection broke: it is the same incident, counted', async () => {
    scene = await startScene({ crashAt: AT.theHead });
    expect(await scene.trigger()).toBeUndefined();
    await scene.crashed();
    await scene.restart();
    expect(await scene.trigger()).toMatchObject({ status: 202 });
    await expectToPageOn(scene);
    expect(await open()).toHaveLength(1);
  });

  it.each([
    ['between the claim and the fence', AT.theFence],
    ['between the fence and the send', AT.theText],
  ])('%s: Twilio is asked, does not have it, and it is sent; the timeline says so', async (_, crashAt) => {
    scene = await startScene({ crashAt });
    await scene.trigger();
    await scene.crashed();
    expect(scene.messages()).toEqual([]);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'failed')).toEqual([
      expect.stringContaining('its sender died; Twilio does not have it, so it is sent again'),
    ]);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });

  it('and killed again while it takes the escalation over: it pages on', async () => {
    scene = await startScene({ crashAt: AT.theSavingOfTheRun });
    await scene.trigger();
    await scene.crashed(310);
    await scene.restart({ crashAt: AT.theTakeOver });
    await scene.crashed(110);
    await scene.restart();
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });
});
