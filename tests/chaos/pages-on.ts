import { expect } from 'vitest';
import { CLEO, type Scene, type Told } from './scene.ts';

/** What goes out when nobody answers and nothing is wrong, up to the second level. */
export const UNANSWERED = ['sms to on-call', 'call to on-call', 'sms to Cleo'] as const;

/** A level's time, and what the sweeper may take at the beginning and at the end of it to find what is overdue. */
const SECOND_LEVEL_SECONDS_MAX = 300 + 2 * 110;
const SETTLING_SECONDS = 36;
const QUIET_SECONDS = 600;

export const texts = (timeline: readonly Told[]): string => timeline.map(({ text }) => text).join('\n');

export const attempts = (timeline: readonly Told[], outcome: string): readonly string[] =>
  timeline.filter((item) => item.type === 'PageSent' && item.outcome === outcome).map(({ text }) => text);

/**
 * The escalation goes on to the second level with these messages and no others; her answer from there is confirmed and
 * ends it; and the record has every message, and nothing that hangs in the air.
 */
export const expectToPageOn = async (
  scene: Scene,
  expected: readonly string[] = UNANSWERED,
  number = 1,
): Promise<readonly Told[]> => {
  await scene.forwardUntilMessages(expected.length, SECOND_LEVEL_SECONDS_MAX);
  expect(scene.messages()).toEqual(expected);
  const { reply } = await scene.world.reply(CLEO, `${number}a`);
  expect(reply).toContain(`INC-${number} acknowledged by you`);
  await expectSilence(scene, [...expected, `sms to Cleo: ${reply}`]);
  const timeline = await scene.timeline(number);
  expect(attempts(timeline, 'claimed')).toEqual([]);
  expect(timeline.filter(({ type }) => type === 'IncidentDeclared')).toHaveLength(1);
  return timeline;
};

/** From here on nobody hears of it any more: these messages stay all there are. */
export const expectSilence = async (scene: Scene, expected: readonly string[]): Promise<void> => {
  // Receipts of what was sent last are on their way.
  await scene.forward(SETTLING_SECONDS);
  await scene.forward(QUIET_SECONDS, { stepSeconds: 60 });
  expect(scene.messages()).toEqual(expected);
};
