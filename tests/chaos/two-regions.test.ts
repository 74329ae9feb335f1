import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secondsBetween } from '../../shared/lib/instant.ts';
import type { CrashPoint } from './crash-hook.ts';
import { AT } from './crash-points.ts';
import { attempts, expectSilence, expectToPageOn, UNANSWERED } from './pages-on.ts';
import { startDatabaseProcess } from './region-process.ts';
import { PATIENCE, type Scene, startScene } from './scene.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const LEVEL_SECONDS = 300;
const TAKE_OVER_SECONDS_MAX = 120;
const TWO_ROUNDS = [
  ...UNANSWERED,
  'call to Cleo',
  ...UNANSWERED,
  'call to Cleo',
  'sms to the duty manager: nobody has it',
];

let database: Awaited<ReturnType<typeof startDatabaseProcess>>;
let scene: Scene;

beforeEach(async () => {
  database = await startDatabaseProcess();
});

afterEach(async () => {
  await scene?.stop();
  await database.stop();
});

/** Both regions, each a process with a clock of its own, on one table and in one world. */
const bothRegions = async (crashAt?: CrashPoint): Promise<void> => {
  scene = await startScene({ regions: [EAST, WEST], crashAt, env: { AWS_ENDPOINT_URL_DYNAMODB: database.url } });
};

/** When a level was reached after the first, and by whom. */
const secondLevel = async () => {
  const reached = (await scene.timeline()).filter(({ type }) => type === 'LevelReached');
  const [first, second] = reached;
  if (!first || !second) throw new Error('the second level was not reached');
  return { count: reached.length, region: second.region, seconds: secondsBetween(first.at, second.at) };
};

describe('two regions on one table', PATIENCE, () => {
  it('both well: no page of the whole escalation goes out twice', async () => {
    await bothRegions();
    await scene.trigger(EAST);
    await scene.forwardUntilMessages(TWO_ROUNDS.length, 1300);
    await expectSilence(scene, TWO_ROUNDS);
    const timeline = await scene.timeline();
    expect(attempts(timeline, 'accepted')).toHaveLength(TWO_ROUNDS.length);
    expect(timeline.filter(({ type }) => type === 'EscalationExhausted')).toHaveLength(1);
  });

  it('the one that runs the escalation is killed: the other pages the next level within two minutes', async () => {
    await bothRegions();
    await scene.trigger(EAST);
    await scene.forward(150);
    expect(scene.messages()).toEqual(['sms to on-call', 'call to on-call']);
    await scene.region(EAST).kill();
    await expectToPageOn(scene);
    const { count, region, seconds } = await secondLevel();
    expect({ count, region }).toEqual({ count: 2, region: WEST });
    expect(seconds).toBeGreaterThanOrEqual(LEVEL_SECONDS);
    expect(seconds).toBeLessThanOrEqual(LEVEL_SECONDS + TAKE_OVER_SECONDS_MAX);
  });

  it('killed between a send and its record: the other asks Twilio, and does not send it again', async () => {
    await bothRegions(AT.theTextsRecord);
    await scene.trigger(EAST);
    await scene.crashed(0, EAST);
    expect(scene.messages()).toEqual(['sms to on-call']);
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'accepted')[0]).toContain('Twilio has it, so it is not sent again');
    expect(timeline.filter(({ type }) => type === 'PageSent').map(({ region }) => region)).toEqual([EAST, WEST, WEST]);
  });

  it('killed between the claim and the fence, and both take over at the same moment: it is sent once', async () => {
    await bothRegions(AT.theFence);
    await scene.trigger(EAST);
    await scene.crashed(0, EAST);
    await scene.restart({ region: EAST });
    const timeline = await expectToPageOn(scene);
    expect(attempts(timeline, 'failed')).toEqual([expect.stringContaining('Twilio does not have it')]);
    expect(attempts(timeline, 'accepted')).toHaveLength(3);
  });

  it('one stands still, is taken for dead, and comes back: it finds that others have its work', async () => {
    await bothRegions();
    await scene.trigger(EAST);
    await scene.forward(30);
    await scene.forward(400, { only: [WEST] });
    expect(scene.messages()).toEqual(UNANSWERED);
    expect(await secondLevel()).toMatchObject({ region: WEST });
    for (let late = 0; late < 400; late += 20) await scene.region(EAST).advance(20);
    expect(scene.messages()).toEqual(UNANSWERED);
    await scene.forwardUntilMessages(TWO_ROUNDS.length, 1300);
    await expectSilence(scene, TWO_ROUNDS);
  });

  it('an answer in one stops the other', async () => {
    await bothRegions();
    await scene.trigger(EAST);
    await scene.forward(60);
    const answer = await scene.region(WEST).post('/v1/incidents/INC-1/acknowledge', {});
    expect(answer).toMatchObject({ status: 200, body: { status: 'acknowledged' } });
    await expectSilence(scene, ['sms to on-call']);
    const answered = (await scene.timeline()).filter(({ type }) => type === 'IncidentAcknowledged');
    expect(answered.map(({ region }) => region)).toEqual([WEST]);
  });
});
