import { describe, expect, it } from 'vitest';
import { aSchedule, aService, aUser, type Meant, removeUser } from './configuration.ts';
import { DUTY_MANAGER, givenARegion } from './harness.ts';

const pd = await givenARegion();

const NOBODY: Readonly<Record<string, { level: () => Promise<readonly Meant[]>; why: RegExp }>> = {
  'a responder with no rules': {
    level: async () => [await aUser('Norma Rules', [])],
    why: /Norma Rules has no notification rules/,
  },
  'a deleted user': {
    level: async () => {
      const gone = await aUser('Gone Gale');
      await removeUser(gone);
      return [gone];
    },
    why: /named by the policy \(user-\d+\), who does not exist any more/,
  },
  'an empty schedule': { level: async () => [await aSchedule([])], why: /nobody is on call in Schedule \d+/ },
  'a schedule whose person was deleted': {
    level: async () => {
      const gone = await aUser('Gone Gil');
      const schedule = await aSchedule([gone]);
      await removeUser(gone);
      return [schedule];
    },
    why: /on call in Schedule \d+ in the rotation, who does not exist any more/,
  },
  'a deleted schedule': { level: async () => [{ schedule: 'gone' }], why: /the schedule gone does not exist any more/ },
  'an empty level': { level: async () => [], why: /the level is empty/ },
};

describe.each(Object.entries(NOBODY))('%s', (_name, { level, why }) => {
  it('is passed over at once, and the timeline says why', async () => {
    const next = await aUser('Nina Next');
    const { key } = await aService({ levels: [await level(), [next]] });
    const incident = await pd.trigger({ key });
    await pd.expectSms(next, /Reply/);
    const skipped = (await pd.timeline(incident)).find((line) => line.includes('Level 1'));
    expect(skipped).toMatch(/^0:00 Level 1: nobody to page, passed over at once\. Skipped: /);
    expect(skipped).toMatch(why);
  });

  it('beside somebody who can be paged does not keep them from it', async () => {
    const beside = await aUser('Bess Beside');
    const { key } = await aService({ levels: [[...(await level()), beside]] });
    await pd.trigger({ key });
    await pd.expectSms(beside, /Reply/);
  });

  it('on every level is exhausted at once, and the fallback is told', async () => {
    const { key } = await aService({ levels: [await level(), await level()], rounds: 2, fallback: [DUTY_MANAGER] });
    const incident = await pd.trigger({ key });
    await pd.expectSms(DUTY_MANAGER, /^NOBODY HAS INC-\d+ .* No one could be paged \(\d\d:\d\d UTC\)\./);
    const story = await pd.timeline(incident);
    expect(story.filter((line) => why.test(line))).toHaveLength(4);
    expect((await pd.incident(incident)).exhausted).toBe(true);
    await pd.expectSilence({ minutes: 30 });
  });
});

it('an incident that pages nobody says so from the beginning', async () => {
  const { body } = await pd.must(201, 'POST', '/v1/incidents', { body: { title: 'Nobody is named' } });
  expect(await pd.timeline(body)).toEqual([
    `0:00 Demo token declared ${body.number} (SEV3): Nobody is named. Nobody is paged: no service was named`,
  ]);
});

it('a policy without levels and without a fallback is exhausted, and says that there was nobody to tell', async () => {
  const { key } = await aService({ levels: [] });
  const incident = await pd.trigger({ key });
  expect((await pd.timeline(incident)).at(-1)).toBe(
    '0:00 The escalation ended: it is exhausted, there was no fallback contact to tell',
  );
});
