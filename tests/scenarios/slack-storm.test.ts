import { describe, expect, it } from 'vitest';
import { ADA, givenARegion } from './harness.ts';
import { INCIDENTS, slackOf, wordsOf } from './slack.ts';

const region = await givenARegion({ slack: true, apart: false });
const { fastForward, event, change, must } = region;
const slack = slackOf(region);

const INCIDENTS_AT_ONCE = 100;
/** Slack lets an app create 20 channels a minute; ours stays a little under it. */
const MINUTES_MIN = 5;
const MINUTES_MAX = 12;

/** Incidents by number, as they were ended. */
const resolved = new Set<string>();

/**
 * The product's clock stands still, so it all is at once. A machine that is busy does so many at a time, before the
 * functions' own time is up.
 */
const AT_A_TIME = 20;
const inHandfuls = async <T>(all: readonly T[], act: (one: T, index: number) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < all.length; from += AT_A_TIME) {
    await Promise.all(all.slice(from, from + AT_A_TIME).map((one, index) => act(one, from + index)));
  }
};

describe('a hundred incidents at once', { timeout: 240_000 }, () => {
  it('page a hundred times at once, whatever Slack makes of it', async () => {
    const shards = Array.from({ length: INCIDENTS_AT_ONCE }, (_, index) => index);
    await inHandfuls(shards, (shard) =>
      event('trigger', { dedupKey: `storm-${shard}`, summary: `shard ${shard} is down` }),
    );
    const texts = await region.outside.take(({ kind, to }) => kind === 'sms' && to === ADA.phone);
    expect(texts).toHaveLength(INCIDENTS_AT_ONCE);
    // On the clock of the product no time has passed.
    expect(new Set(texts.map(({ at }) => at)).size).toBe(1);
    await slack.takeAll();
  });

  it('are answered by phone and by API while Slack is still behind', async () => {
    const { body } = await must(200, 'GET', '/v1/incidents?limit=100');
    expect(body.items).toHaveLength(INCIDENTS_AT_ONCE);
    const items = body.items as readonly { readonly id: string; readonly number: string }[];
    await inHandfuls(items, ({ id, number }, index) => {
      if (index % 4 === 0) resolved.add(number);
      return change(index % 4 === 0 ? 'resolve' : 'acknowledge', { id });
    });
    await slack.takeAll();
  });

  it('end with a true card each, and one announcement each that is true', async () => {
    const pinned = async () => (await slack.workspace()).channels.filter(({ pins }) => pins.length > 0).length;
    await fastForward({ minutes: MINUTES_MIN });
    await slack.takeAll();
    for (let minute = MINUTES_MIN; minute < MINUTES_MAX && (await pinned()) < INCIDENTS_AT_ONCE; minute += 1) {
      await fastForward({ minutes: 1 });
      await slack.takeAll();
    }
    await fastForward({ minutes: 1 });
    await slack.takeAll();
    const { channels, messages, limitedMethods } = await slack.workspace();
    const byId = new Map(messages.map((message) => [message.id, message]));
    const announced = messages.filter(({ channel }) => channel === channels.find(({ name }) => name === INCIDENTS)?.id);
    for (let number = 1; number <= INCIDENTS_AT_ONCE; number += 1) {
      const [pin, ...others] = channels.find(({ name }) => name.startsWith(`inc-${number}-`))?.pins ?? [];
      expect(others).toEqual([]);
      const truth = resolved.has(`INC-${number}`) ? /Resolved/i : /Acknowledged|has it/i;
      expect(wordsOf(byId.get(pin?.messageId ?? '')?.blocks), `the card of INC-${number}`).toMatch(truth);
      const own = announced.filter(({ text }) => text.includes(`INC-${number} `));
      expect(own, `announcements of INC-${number}`).toHaveLength(1);
      expect(`${own[0]?.text}\n${wordsOf(own[0]?.blocks)}`).toMatch(truth);
    }
    // We keep to Slack's limits by ourselves: it never has to say so.
    expect(limitedMethods).toEqual({});
  });

  it('never put more than a message a second into the announcement channel', async () => {
    const { channels, messages } = await slack.workspace();
    const { id } = channels.find(({ name }) => name === INCIDENTS) ?? {};
    const seconds = messages.filter(({ channel }) => channel === id).map(({ ts }) => Number(ts));
    for (const from of seconds) {
      const within = seconds.filter((at) => at >= from && at < from + 60).length;
      expect(within).toBeLessThanOrEqual(65);
    }
  });
});
