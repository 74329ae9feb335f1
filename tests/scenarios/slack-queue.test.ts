import { describe, expect, it } from 'vitest';
import { ADA, BEN, givenARegion } from './harness.ts';
import { slackOf, wordsOf } from './slack.ts';

const region = await givenARegion({ slack: true });
const { expectSms, fastForward, trigger, incident, outage } = region;
const slack = slackOf(region);

/** An incident that Ada is paged for, with its channel, all looked at. */
const anIncident = async () => {
  const one = await trigger();
  await expectSms(ADA, /checkout is down/);
  await slack.takeAll();
  return one;
};

describe('while what people do in Slack cannot be queued', () => {
  // How it fails makes a difference to the entrance alone: what follows is the same.
  it.each(['error', 'timeout'])(
    '(%s) a command is answered with what to do, and done when it is typed again',
    async (mode) => {
      const one = await anIncident();
      await outage('sqs', mode);
      expect((await slack.command(BEN, `ack ${one.name}`)).status).toBe(200);
      await slack.expect(BEN, [/could not take that just now.*try again/s]);
      expect((await incident(one)).status).toBe('triggered');

      await outage('sqs', 'ok');
      await slack.command(BEN, `ack ${one.name}`);
      await slack.takeAll();
      expect((await incident(one)).status).toBe('acknowledged');
    },
  );

  it('a modal that is open already says so, and one that is submitted stays open with its words', async () => {
    const one = await anIncident();
    await slack.command(ADA, `resolve ${one.name}`);
    const form = await slack.view(ADA);
    await outage('sqs', 'error');
    const { errors } = await slack.submit(ADA, form, { summary: 'rolled back' });
    expect(errors).toEqual({ summary: expect.stringContaining('try again') });
    await slack.command(BEN, 'declare something else');
    expect(wordsOf((await slack.view(BEN)).blocks)).toContain('try again');
    await slack.expect(BEN, [/try again/]);

    await outage('sqs', 'ok');
    expect((await slack.submit(ADA, form, { summary: 'rolled back' })).errors).toEqual({});
    await slack.takeAll();
    expect((await incident(one)).status).toBe('resolved');
  });

  it('a reaction comes again from Slack, and is done once', async () => {
    const one = await anIncident();
    await region.acknowledge(one);
    await slack.takeAll();
    const said = await slack.say(ADA, 'the queue is full', await slack.home(one.number));
    await outage('sqs', 'error');
    await slack.react(BEN, said, 'pushpin');
    await outage('sqs', 'ok');
    await fastForward({ minutes: 6 });
    await slack.takeAll();
    const pinned = (await region.timeline(one)).filter((line) => line.includes('the queue is full'));
    expect(pinned).toHaveLength(1);
  });
});

it('what was queued while the database was out is done when it is back', async () => {
  const one = await anIncident();
  const card = await slack.card(one.number);
  await outage('dynamodb', 'error');
  await slack.click(BEN, card, 'acknowledge');
  await outage('dynamodb', 'ok');
  await fastForward({ minutes: 2 });
  await slack.takeAll();
  expect((await incident(one)).status).toBe('acknowledged');
  expect((await region.timeline(one)).join('\n')).toContain(`${BEN.name} acknowledged`);
});
