import { expect, it } from 'vitest';
import { ADA, CLEO, DUTY_MANAGER, givenARegion, type Incident, type Scenario } from './harness.ts';
import type { Message } from './outside-world.ts';
import type { Person } from './people.ts';

const pd: Scenario = await givenARegion();

/** How far it has come, who holds the phone that was paged last, and the call that rings there, if one does. */
interface Reached {
  readonly holder: Person;
  readonly call?: Message;
}

const PAGE = /^INC-\d+ SEV1 checkout is down/;

const firstSms = async (): Promise<Reached> => {
  await pd.expectSms(ADA, PAGE);
  return { holder: ADA };
};
const firstCall = async (): Promise<Reached> => {
  await firstSms();
  await pd.fastForward({ minutes: 2, seconds: 2 });
  return { holder: ADA, call: await pd.expectCall(ADA, { withinSeconds: 2 }) };
};
const secondLevel = async (): Promise<Reached> => {
  await firstCall();
  await pd.fastForward({ minutes: 2, seconds: 58 });
  await pd.expectSms(CLEO, PAGE);
  await pd.fastForward({ minutes: 2, seconds: 2 });
  return { holder: CLEO, call: await pd.expectCall(CLEO, { withinSeconds: 2 }) };
};
const secondRound = async (): Promise<Reached> => {
  await secondLevel();
  await pd.fastForward({ minutes: 2, seconds: 58 });
  await pd.expectSms(ADA, PAGE);
  await pd.fastForward({ minutes: 2, seconds: 2 });
  return { holder: ADA, call: await pd.expectCall(ADA, { withinSeconds: 2 }) };
};
const exhausted = async (): Promise<Reached> => {
  await secondRound();
  await pd.fastForward({ minutes: 2, seconds: 58 });
  await pd.expectSms(CLEO, PAGE);
  await pd.fastForward({ minutes: 2 });
  await pd.expectCall(CLEO);
  await pd.fastForward({ minutes: 3 });
  await pd.expectSms(DUTY_MANAGER, /^NOBODY HAS INC-\d+ SEV1 checkout is down/);
  return { holder: DUTY_MANAGER };
};

const STAGES = {
  'after the first text message': firstSms,
  'while the first call rings': firstCall,
  'when the second level is paged': secondLevel,
  'in the second round': secondRound,
  'when it is exhausted': exhausted,
};

type Answer = (incident: Incident, reached: Reached) => Promise<{ readonly status: string; readonly by: string }>;

const bySms: Answer = async ({ number }, { holder }) => {
  const said = await pd.reply(holder, `${number}a`);
  expect(said).toMatch(new RegExp(`^INC-${number} acknowledged by you at \\d\\d:\\d\\d UTC\\. Paging has stopped\\.`));
  return { status: 'acknowledged', by: holder.name };
};
const byDigit: Answer = async (_incident, { holder, call }) => {
  if (!call) throw new Error('no call rings at this stage');
  expect(await pd.press(call, '4')).toMatch(/ is acknowledged by you\. Paging has stopped\. Goodbye\.$/);
  return { status: 'acknowledged', by: holder.name };
};
const byApi: Answer = async (incident) => {
  const { status, body } = await pd.acknowledge(incident);
  expect([status, body.status]).toEqual([200, 'acknowledged']);
  return { status: 'acknowledged', by: 'Demo token' };
};
const byMonitor: Answer = async (incident) => {
  expect((await pd.monitorResolves(incident)).status).toBe(202);
  return { status: 'resolved', by: 'demo monitor' };
};

const ANSWERS = {
  'a text message': bySms,
  'the digit 4': byDigit,
  'the API': byApi,
  "the monitor's resolve": byMonitor,
};

const cases = Object.entries(STAGES).flatMap(([stage, reach]) =>
  Object.entries(ANSWERS).map(([answer, give]) => ({ stage, reach, answer, give })),
);
/** Where nobody's phone rings, nobody can press a key. */
const isPossible = ({ reach, give }: (typeof cases)[number]) =>
  give !== byDigit || (reach !== firstSms && reach !== exhausted);

it.each(cases.filter(isPossible).map((it) => [it.stage, it.answer, it] as const))(
  '%s, %s stops everything: every phone is silent from then on',
  async (_stage, _answer, it) => {
    const incident = await pd.trigger();
    const reached = await it.reach();
    const answered = await it.give(incident, reached);
    await pd.expectSilence({ minutes: 60 });
    const now = await pd.incident(incident);
    expect(now.status).toBe(answered.status);
    expect((now.resolvedBy ?? now.acknowledgedBy).name).toBe(answered.by);
    const story = await pd.timeline(incident);
    expect(story.filter((line) => line.includes(`${answered.by} ${answered.status}`))).toHaveLength(1);
  },
);
