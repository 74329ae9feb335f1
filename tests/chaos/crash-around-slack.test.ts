import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDatabase } from '../../scripts/local/aws/dynamodb.ts';
import { directoryStore } from '../../shared/data/directory-store.ts';
import type { SlackUserId, UserId } from '../../shared/lib/ids.ts';
import type { CrashPoint } from './crash-hook.ts';
import { AT } from './crash-points.ts';
import { attempts, expectSilence } from './pages-on.ts';
import { PATIENCE, type Scene, startScene } from './scene.ts';

/** In this process, which outlives every region. */
let database: Awaited<ReturnType<typeof startDatabase>>;
let scene: Scene;

beforeEach(async () => {
  database = await startDatabase(null, 0);
});
afterEach(async () => {
  await scene?.stop();
  await database.stop();
});

const withSlack = async (crashAt: CrashPoint | undefined): Promise<void> => {
  scene = await startScene({ crashAt, slack: true, env: { AWS_ENDPOINT_URL_DYNAMODB: database.url } });
};

/** Whoever is on call is paged by direct message, and a minute later by text. */
const pagedInSlack = async (): Promise<void> => {
  const credentials = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };
  const client = new DynamoDBClient({ endpoint: database.url, region: 'us-east-1', credentials });
  const directory = directoryStore({ client: DynamoDBDocumentClient.from(client), table: 'pd-lite' });
  for (const [id, slackId] of [
    ['ada', 'U0ADA'],
    ['ben', 'U0BEN'],
  ] as const) {
    const user = await directory.user(id as UserId);
    const [sms] = user?.rules ?? [];
    if (!user || !sms) throw new Error('the sample data is not there');
    const to = slackId as SlackUserId;
    const rules = [
      { channel: 'slack' as const, to, delaySeconds: 0 },
      { ...sms, delaySeconds: 60 },
    ];
    await directory.putUser({ ...user, slackId: to, rules });
  }
  client.destroy();
  // What was read before is read anew a second later.
  await scene.region().get('/v1/oncall');
  await new Promise((resolve) => setTimeout(resolve, 1100));
};

const ON_CALL_IN_SLACK = /^slack to U0(ADA|BEN) by slack: .*INC-1/s;
const directMessages = () => scene.messages().filter((message) => ON_CALL_IN_SLACK.test(message));
const inChannels = (words: string) =>
  scene.messages().filter((message) => !message.startsWith('slack to U0') && message.includes(words));

/** Killed at one point after the other, each time when what was left behind is being made good, and then left to live. */
const killedAt = async (points: readonly CrashPoint[]): Promise<void> => {
  const [, ...others] = points;
  for (const crashAt of [...others, undefined]) {
    await scene.crashed(240);
    await scene.restart(crashAt ? { crashAt } : {});
  }
};

describe('killed around a page by Slack message, and started again', PATIENCE, () => {
  it.each([
    ['before the claim, and between the claim and the fence', [AT.theClaim, AT.theFence]],
    ['between the fence and the send', [AT.theSlackPage]],
    ['between the send and its record', [AT.theSlackPagesRecord]],
  ])('%s: the message is there once, and the phone is next', async (_, points) => {
    await withSlack(points[0]);
    await pagedInSlack();
    await scene.trigger();
    await killedAt(points);
    await scene.forward(240);
    expect(directMessages()).toHaveLength(1);
    const phones = scene.messages().filter((message) => !message.startsWith('slack'));
    expect(phones).toEqual(['sms to on-call']);
    await scene.world.reply(scene.onCall, '1a');
    const before = scene.messages().filter((message) => !message.startsWith('slack'));
    await scene.forward(36);
    await scene.forward(600, { stepSeconds: 60 });
    expect(scene.messages().filter((message) => !message.startsWith('slack'))).toEqual(before);
    const timeline = await scene.timeline();
    expect(attempts(timeline, 'claimed')).toEqual([]);
    expect(attempts(timeline, 'accepted')).toHaveLength(2);
  });
});

describe('killed four times while Slack is brought in line, and started again', PATIENCE, () => {
  const POINTS = {
    'before the channel is made': AT.theChannel,
    'when it is made, before that is recorded': AT.theChannelsRecord,
    'when the card is posted, before that is recorded': AT.theCardsRecord,
    'when the announcement is posted, before that is recorded': AT.theAnnouncementsRecord,
  } as const;

  it(`${Object.keys(POINTS).join('; ')}: paging goes on, and each thing is there once`, async () => {
    await withSlack(AT.theChannel);
    await scene.trigger();
    await killedAt(Object.values(POINTS));
    await scene.forward(180);
    expect(scene.messages().filter((message) => message.startsWith('sms to on-call'))).toHaveLength(1);
    await scene.world.reply(scene.onCall, '1a');
    await scene.forward(180);
    expect(inChannels('opened this incident')).toHaveLength(1);
    expect(inChannels('slack to incidents')).toHaveLength(1);
    const channels = new Set(inChannels('slack to inc-1-').map((message) => message.split(' ')[2]));
    expect(channels.size).toBe(1);
    // The card, what opened it and who answered.
    expect(inChannels('slack to inc-1-')).toHaveLength(3);
    await expectSilence(scene, scene.messages());
  });
});
