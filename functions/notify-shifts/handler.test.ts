import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shiftNoticeStore } from '../../shared/data/shift-notice-store.ts';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { E164, ScheduleId, SlackUserId, UserId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SlackFailure } from '../../shared/runtime/slack/slack-api.ts';
import type { Email } from '../../shared/telephony/ses-client.ts';
import { notifyShifts } from './handler.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const HAND_OVER = '2026-11-23T09:00:00.000Z' as Instant;
const rules = ['sms', 'voice'].map((channel, index) => ({
  channel: channel as 'sms',
  to: '+12025550101' as E164,
  delaySeconds: 120 * index,
}));
const PEOPLE = [
  person('ada', { slackId: 'U0ADA' as SlackUserId, rules }),
  person('ben', { slackId: 'U0BEN' as SlackUserId, rules }),
  person('cleo'),
  person('dana', { email: 'dana@example.com', rules }),
];

let stores: TestStores;
beforeAll(async () => {
  stores = await testStores();
});
afterAll(() => stores.database.stop());

let count = 0;
let id: ScheduleId;
beforeEach(() => {
  count += 1;
  id = `primary-${count}` as ScheduleId;
});

/** A week each, in turn; hand-over on Monday at 09:00. */
const weekly = (...who: readonly string[]): Schedule => ({
  id,
  name: 'Primary',
  timeZone: 'UTC',
  layers: [
    {
      name: 'weekly',
      rotation: { unit: 'week', length: 1, startsAt: '2026-11-16T09:00' },
      participants: who as readonly UserId[],
    },
  ],
  overrides: [],
  version: 1,
});

/** A Slack that answers as it is told, and what was asked of it, as `U0ADA: text`. */
const office = (schedules: readonly Schedule[], people = PEOPLE, more: object = {}) => {
  const said: string[] = [];
  const failures: SlackFailure[] = [];
  const deps = {
    directory: {
      schedules: async () => schedules,
      user: async (userId: string) => people.find((one) => one.id === userId),
    },
    notices: shiftNoticeStore(stores.table),
    optOuts: { all: async () => new Set() },
    publicUrl: 'https://pager.example.com',
    ses: {
      send: async ({ to, subject, text }: Email) => {
        said.push(`${to}: ${subject} | ${text.replaceAll('\n', ' ')}`);
        return { type: 'accepted', sid: 'm-1', status: 'sent' };
      },
    },
    slack: {
      call: async (_method: string, args: { channel: string; text: string; blocks: unknown }) => {
        const failure = failures.shift();
        if (failure) return err(failure);
        said.push(`${args.channel}: ${JSON.stringify(args.blocks)}`);
        return ok({});
      },
    },
    ...more,
  };
  const turn = (seconds: number, remainingMs = 60_000) =>
    notifyShifts(deps as never, {}, { at: addSeconds(HAND_OVER, seconds), remainingMs: () => remainingMs });
  return { said, failures, turn };
};

describe('at a hand-over', () => {
  it('tells whoever has it from then on, until when and after whom, and whoever had it', async () => {
    const { said, turn } = office([weekly('ada', 'ben')]);
    expect(await turn(-1)).toEqual({ told: 0, failed: 0 });
    expect(await turn(30)).toEqual({ told: 2, failed: 0 });
    expect(said).toEqual([
      expect.stringMatching(/^U0BEN: .*You are on call now.*Primary.*2026-11-30 09:00 UTC.*after Ada/),
      expect.stringMatching(/^U0ADA: .*Your shift in.*Primary.*is over.*Ben has it now/),
    ]);
  });

  it('tells it once, however often and in however many regions it is looked at', async () => {
    const { said, turn } = office([weekly('ada', 'ben')]);
    await Promise.all([turn(10), turn(10), turn(10)]);
    await turn(70);
    await turn(600);
    expect(said).toHaveLength(2);
  });

  it('tells the next one too', async () => {
    const { said, turn } = office([weekly('ada', 'ben')]);
    await turn(30);
    await turn(7 * 86_400 + 30);
    expect(said.map((text) => text.slice(0, 5))).toEqual(['U0BEN', 'U0ADA', 'U0ADA', 'U0BEN']);
  });

  it('warns whoever a page would hardly reach', async () => {
    const people = [PEOPLE[0] as never, person('ben', { slackId: 'U0BEN' as SlackUserId, rules: [] })];
    const { said, turn } = office([weekly('ada', 'ben')], people);
    await turn(30);
    expect(said[0]).toMatch(/cannot be paged/);
  });

  it('says that nobody has it now', async () => {
    const ending = weekly('ada');
    const layers = ending.layers.map((layer) => ({ ...layer, endsAt: HAND_OVER }));
    const { said, turn } = office([{ ...ending, layers }]);
    await turn(30);
    expect(said).toEqual([expect.stringMatching(/^U0ADA: .*Nobody is on call after you/)]);
  });

  it('tells those by e-mail whom Slack does not know', async () => {
    const { said, turn } = office([weekly('ada', 'dana')]);
    expect(await turn(30)).toEqual({ told: 2, failed: 0 });
    expect(said[0]).toBe(
      'dana@example.com: You are on call now: Primary | You are on call now in Primary until 2026-11-30 09:00 UTC, after Ada.' +
        '  Who is on call: https://pager.example.com/on-call Answers to this e-mail are not read. ',
    );
    await turn(7 * 86_400 + 30);
    expect(said[3]).toMatch(
      /^dana@example.com: Your shift is over: Primary \| Your shift in Primary is over\. Ada has it now\./,
    );
  });

  it('tells everybody by e-mail where there is no Slack', async () => {
    const { said, turn } = office([weekly('ada', 'dana')], PEOPLE, { slack: null });
    expect(await turn(30)).toEqual({ told: 1, failed: 0 });
    expect(said).toEqual([expect.stringMatching(/^dana@example.com: You are on call now/)]);
  });

  it('leaves those alone whom neither knows', async () => {
    const { said, turn } = office([weekly('ada', 'cleo')]);
    expect(await turn(30)).toEqual({ told: 1, failed: 0 });
    expect(said).toEqual([expect.stringMatching(/^U0ADA: .*Cleo has it now/)]);
  });

  it('is no news after a quarter of an hour', async () => {
    const { said, turn } = office([weekly('ada', 'ben')]);
    await turn(15 * 60 + 1);
    expect(said).toEqual([]);
  });
});

describe('when Slack does not take it', () => {
  const LATER = { kind: 'limited', retryAt: addSeconds(HAND_OVER, 60) } as const;

  it('tells it in the next minute, where it was only too much', async () => {
    const { said, failures, turn } = office([weekly('ada', 'ben')]);
    failures.push(LATER, LATER);
    expect(await turn(30)).toEqual({ told: 0, failed: 0 });
    expect(await turn(90)).toEqual({ told: 2, failed: 0 });
    expect(said).toHaveLength(2);
  });

  it('never tells it twice, where it may have been taken', async () => {
    const { said, failures, turn } = office([weekly('ada', 'ben')]);
    failures.push({ kind: 'unreachable', why: 'no answer' });
    await turn(30);
    await turn(90);
    expect(said.map((text) => text.slice(0, 5))).toEqual(['U0ADA']);
  });
});

it('goes on with the others when one schedule is broken', async () => {
  const broken = { ...weekly('ada', 'ben'), id: 'broken' as ScheduleId, timeZone: 'Mars/Olympus' };
  const { said, turn } = office([broken, weekly('ada', 'ben')]);
  expect(await turn(30)).toEqual({ told: 2, failed: 1 });
  expect(said).toHaveLength(2);
});

it('begins nothing when its time is nearly up, and without Slack and e-mail does nothing', async () => {
  const { turn } = office([weekly('ada', 'ben')]);
  expect(await turn(30, 5000)).toEqual({ told: 0, failed: 0 });
  const alone = office([weekly('ada', 'dana')], PEOPLE, { slack: null, ses: null });
  expect(await alone.turn(30)).toEqual({ told: 0, failed: 0 });
});
