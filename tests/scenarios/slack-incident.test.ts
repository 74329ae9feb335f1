import { describe, expect, it } from 'vitest';
import { ADA, BEN, CLEO, givenARegion } from './harness.ts';
import { DANA, INCIDENTS, type SlackView, slackOf, wordsOf } from './slack.ts';

const region = await givenARegion({ slack: true });
const { expectSms, expectCall, expectSilence, fastForward, trigger, timeline, incident } = region;
const slack = slackOf(region);

const DECLARED = { title: 'checkout is down', severity: 'SEV1', service: 'checkout', description: 'since the deploy' };

const prefilled = (view: SlackView, field: string): unknown =>
  view.blocks.find(({ block_id }) => block_id === field)?.element.initial_value;

/** Somebody declares with `/incident declare`; Ada is paged. @returns its number */
const declareByModal = async (): Promise<number> => {
  await slack.command(ADA, 'declare checkout is down');
  const form = await slack.view(ADA);
  expect(prefilled(form, 'title')).toBe('checkout is down');
  const { errors } = await slack.submit(ADA, form, DECLARED);
  expect(errors).toEqual({});
  const { body } = await region.must(200, 'GET', '/v1/incidents?limit=1');
  return Number(body.items[0].number.slice(4));
};

/** What comes of a declaration, all of it, looked at. */
const declared = async (): Promise<number> => {
  const number = await declareByModal();
  await expectSms(ADA, new RegExp(`^INC-${number} SEV1 checkout is down`));
  await slack.expect(ADA, [new RegExp(`INC-${number}\\* is declared`)]);
  await slack.expect(INCIDENTS, [new RegExp(`INC-${number} SEV1: checkout is down`)]);
  await slack.expect((await slack.home(number)).name, [/Nobody has it yet/, /Ada Park\* declared/]);
  return number;
};

/** What of blocks Slack reads as its markup: plain text it shows as it is. */
const markupOf = (blocks: unknown): readonly string[] => {
  if (Array.isArray(blocks)) return blocks.flatMap(markupOf);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const { type, text } = blocks as { type?: string; text?: unknown };
  if (type === 'plain_text') return [];
  return type === 'mrkdwn' ? [String(text)] : Object.values(blocks).flatMap(markupOf);
};

describe('an incident in Slack', () => {
  it('is declared by modal, answered by button, and resolved by modal; the phone that rings next does not', async () => {
    const number = await declared();
    const { name, topic, members } = await slack.home(number);
    expect(name).toBe(`inc-${number}-checkout-is-down`);
    expect(topic).toContain(`INC-${number} SEV1`);
    expect(members).toContain('U0ADA');
    expect(await slack.cardWords(number)).toMatch(/checkout is down[\s\S]*Ada Park/);
    expect(await slack.cardButtons(number)).toEqual([
      'acknowledge',
      'escalate',
      'resolve',
      'update',
      'take-command',
      'note',
    ]);

    await fastForward({ seconds: 20 });
    await slack.click(BEN, await slack.card(number), 'acknowledge');
    await slack.expect(name, [/Ben Osei\* acknowledged/]);
    expect(await slack.cardWords(number)).toMatch(/Ben Osei/);
    expect(await slack.cardButtons(number)).not.toContain('acknowledge');
    expect((await slack.home(number)).topic).toContain('Ben Osei');
    const { id: incidents } = await slack.channel(INCIDENTS);
    const announced = (await slack.workspace()).messages.find(
      ({ channel, text }) => channel === incidents && text.includes(`INC-${number} `),
    );
    expect(wordsOf(announced?.blocks)).toContain('Ben Osei');
    await expectSilence({ minutes: 15 });

    await slack.click(BEN, await slack.card(number), 'resolve');
    await slack.submit(BEN, await slack.view(BEN), { summary: 'rolled back <!everyone>' });
    await slack.expect(name, [/Ben Osei\* resolved/]);
    expect(await slack.cardWords(number)).toContain('rolled back');
    expect(JSON.stringify((await slack.card(number)).blocks)).not.toContain('<!everyone>');
    expect(await slack.cardButtons(number)).toEqual(['reopen']);

    const story = await timeline({ id: `INC-${number}` });
    expect(story).toEqual([
      expect.stringContaining(`Ada Park declared INC-${number} (SEV1): checkout is down`),
      expect.stringContaining('Level 1: paging Ada Park'),
      expect.stringContaining('Sent: a text message to Ada Park'),
      expect.stringContaining('Twilio says of a text message to Ada Park: sent'),
      expect.stringContaining('Twilio says of a text message to Ada Park: delivered'),
      expect.stringContaining('Ben Osei acknowledged by slack'),
      expect.stringContaining('The escalation ended'),
      expect.stringContaining('Ben Osei resolved the incident by slack'),
    ]);
    expect((await incident({ id: `INC-${number}` })).resolvedBy).toMatchObject({ name: 'Ben Osei', via: 'slack' });
  });

  it('that two people acknowledge at once is one person’s, and the other is told whose', async () => {
    const number = await declared();
    const card = await slack.card(number);
    await Promise.all([slack.click(BEN, card, 'acknowledge'), slack.click(CLEO, card, 'acknowledge')]);
    const { acknowledgedBy } = await incident({ id: `INC-${number}` });
    const [winner, loser] = acknowledgedBy.id === 'ben' ? [BEN, CLEO] : [CLEO, BEN];
    await slack.expect(loser, [new RegExp(`${winner.name}.*acknowledged|acknowledged.*${winner.name}`)]);
    await slack.expect((await slack.home(number)).name, [new RegExp(`${winner.name}\\* acknowledged`)]);
    await expectSilence({ minutes: 15 });
  });

  it('that is over answers an old button truthfully, to whoever pressed it alone', async () => {
    const number = await declared();
    const old = await slack.card(number);
    const { id: incidentId } = await incident({ id: `INC-${number}` });
    await slack.command(CLEO, `ack ${number}`);
    await slack.expect(CLEO, [/is yours/]);
    await slack.expect((await slack.home(number)).name, [/Cleo Marin\* acknowledged/]);
    await fastForward({ seconds: 3 });
    await region.change('resolve', { id: `INC-${number}` });
    await slack.expect((await slack.home(number)).name, [/resolved/]);
    // Her window still showed the card as it was when she pressed.
    await slack.clickPast(BEN, old, { id: 'acknowledge', value: incidentId });
    await slack.expect(BEN, [/resolved/]);
    expect((await incident({ id: `INC-${number}` })).status).toBe('resolved');
  });

  it('that a monitor declares has its channel, and goes by whoever answers by phone', async () => {
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    const { name } = await slack.home(number);
    await slack.expect(INCIDENTS, [/checkout is down/]);
    await slack.expect(name, [/Nobody has it yet/, /demo monitor\* opened/]);
    await fastForward({ minutes: 2 });
    const call = await expectCall(ADA);
    await region.press(call, '4');
    await slack.expect(name, [/Ada Park\* acknowledged/]);
    expect(await slack.cardWords(number)).toContain('Ada Park');
    await expectSilence({ minutes: 10 });
  });

  it('shows on its card who is paged right now, as the levels go by', async () => {
    const { number } = await trigger();
    await expectSms(ADA, /checkout is down/);
    const { name } = await slack.home(number);
    await slack.expect(INCIDENTS, [/./]);
    await slack.expect(name, [/./, /opened/]);
    await fastForward({ minutes: 2 });
    const call = await expectCall(ADA);
    await region.pickUp(call, 'no-answer');
    expect(await slack.cardWords(number)).toMatch(/Ada Park/);
    await fastForward({ minutes: 3 });
    await expectSms(CLEO, /checkout is down/);
    expect(await slack.cardWords(number)).toMatch(/Cleo Marin/);
    await slack.takeAll();
    await slack.click(CLEO, await slack.card(number), 'acknowledge');
    await slack.expect(name, [/Cleo Marin\* acknowledged/]);
  });

  it('whose alert would ping everybody pings nobody', async () => {
    const summary = '<!channel> <@U0BEN> <!here|here> <https://evil.example|click> & down';
    const { number } = await trigger({ summary });
    await expectSms(ADA, /<!channel>/);
    const { id, name, topic } = await slack.home(number);
    expect(name).toMatch(/^[a-z0-9_-]+$/);
    const { messages } = await slack.workspace();
    const ours = messages.filter(
      ({ channel, user }) => user === 'U0PDLITE' && (channel === id || channel === 'C0INCIDENTS'),
    );
    expect(ours.length).toBeGreaterThanOrEqual(3);
    for (const { text, blocks } of ours) {
      for (const words of [text, ...markupOf(blocks)])
        expect(words).not.toMatch(/<!channel|<!here|<@U0BEN|<https:\/\/evil/);
    }
    expect(topic).not.toMatch(/<!channel|<@U0BEN/);
    await slack.click(BEN, await slack.card(number), 'acknowledge');
    await slack.takeAll();
  });

  it('takes updates, roles, notes and a severity from its channel, where it is implied', async () => {
    const number = await declared();
    const home = await slack.home(number);
    const lines: string[] = [];
    const aMomentLater = async () => {
      lines.push(...(await slack.takeAll()).map(({ body }) => body));
      await fastForward({ seconds: 3 });
    };
    await slack.command(ADA, 'ack', home);
    await slack.expect(ADA, [/./]);
    await aMomentLater();
    await slack.command(ADA, 'severity sev2', home);
    await slack.expect(ADA, [/SEV2/]);
    await aMomentLater();
    await slack.command(ADA, 'assign commander <@U0BEN|ben>', home);
    await slack.expect(ADA, [/Ben Osei/]);
    await aMomentLater();
    await slack.command(ADA, 'note the database is <fine>', home);
    await slack.expect(ADA, [/./]);
    await aMomentLater();
    await slack.command(ADA, 'update', home);
    await slack.submit(ADA, await slack.view(ADA), { message: 'rolling back', 'next-update': '30' });
    expect(await slack.cardWords(number)).toMatch(/SEV2.*rolling back.*Ben Osei/s);
    await aMomentLater();
    expect(lines.join('\n')).toMatch(/acknowledged.*SEV1.*SEV2.*Ben Osei.*&lt;fine&gt;.*rolling back/s);
    expect((await slack.home(number)).members).toContain('U0BEN');
    expect(await incident({ id: `INC-${number}` })).toMatchObject({
      severity: 'SEV2',
      roles: { 'incident-commander': { name: 'Ben Osei' } },
      lastUpdate: { message: 'rolling back' },
    });
  });

  it('is nobody’s whom PD Lite does not know: they may look, and an admin adds them with one press', async () => {
    const number = await declared();
    await slack.click(DANA, await slack.card(number), 'acknowledge');
    expect((await incident({ id: `INC-${number}` })).status).toBe('triggered');
    const [asked] = (await slack.workspace()).messages.filter(({ visibleTo }) => visibleTo === 'U0DANA').slice(-1);
    if (!asked) expect.fail('Dana was told nothing');
    await slack.click(DANA, asked, 'ask-to-be-added');
    const request = (await slack.workspace()).messages.findLast(({ blocks }) =>
      JSON.stringify(blocks ?? []).includes('add-user'),
    );
    if (!request) expect.fail('nobody was asked to add Dana');
    await slack.click(BEN, request, 'add-user');
    await slack.click(ADA, request, 'add-user');
    await slack.takeAll();
    await slack.click(DANA, await slack.card(number), 'acknowledge');
    expect((await incident({ id: `INC-${number}` })).acknowledgedBy).toMatchObject({ via: 'slack' });
    await slack.takeAll();
    await expectSilence({ minutes: 10 });
  });
});
