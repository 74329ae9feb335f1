import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../slack/names.ts';
import { type Office, openOffice, UNREACHABLE } from './fixtures/office.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
  // Ben is known by his Slack id: somebody wrote something before.
  await office.type('U0BEN', 'note');
});
afterAll(() => office.stores.database.stop());
beforeEach(async () => {
  await office.closeAll();
  office.slack.failing.clear();
  office.slack.answers.clear();
});

const TS = '1764000000.000200';
const history = (text: string, more: object = {}) =>
  office.slack.answers.set('conversations.history', {
    ok: true,
    value: { messages: [{ ts: TS, text, user: 'U0BEN', ...more }] },
  });
const notes = async (id: never) =>
  (await office.events(id)).flatMap((event) => (event.type === 'NoteAdded' ? [event] : []));

describe('a pin on a message', () => {
  it('puts it onto the timeline with its author, what it says and the way back', async () => {
    const { id, channelId } = await office.incident();
    history('restarted &lt;worker&gt; with <@U0BEN> see <https://x.example|the graph>');
    const { words, called } = await office.handle(office.reaction('U0ADA', channelId, TS));
    expect(called.find(({ method }) => method === 'conversations.history')?.args).toEqual({
      channel: channelId,
      latest: TS,
      inclusive: true,
      limit: 1,
    });
    expect(words).toContain('timeline');
    const [note] = await notes(id as never);
    expect(note?.by).toMatchObject({ id: 'ada', via: 'slack' });
    expect(note?.text).toBe(
      `Ben Osei in Slack: restarted <worker> with @Ben Osei see the graph (https://x.example)\nhttps://example.slack.com/archives/${channelId}/p1764000000000200`,
    );
  });

  it('adds it once, however many pin it, at whatever time, in whatever way', async () => {
    const { id, channelId } = await office.incident();
    history('it is the cache');
    await Promise.all(['U0ADA', 'U0BEN', 'U0CLEO'].map((who) => office.handle(office.reaction(who, channelId, TS))));
    await office.handle(office.reaction('U0BEN', channelId, TS, 'round_pushpin'));
    const message = { ts: TS, text: 'it is the cache', userId: 'U0BEN' };
    const forgetful = { once: async (_key: string, run: () => Promise<void>) => run() };
    const request = office.shortcut('U0BEN', SHORTCUTS.addToTimeline, { channelId, message });
    expect((await office.handle(request, 1, forgetful)).words).toContain('already');
    expect(await notes(id as never)).toHaveLength(1);
  });

  it('does nothing elsewhere, nor does another reaction, nor one of somebody who may not', async () => {
    const { id, channelId } = await office.incident();
    history('x');
    expect((await office.handle(office.reaction('U0ADA', 'C0GENERAL', TS))).called).toEqual([]);
    expect((await office.handle(office.reaction('U0ADA', channelId, TS, 'eyes'))).called).toEqual([]);
    expect((await office.handle(office.reaction('U0VERA', channelId, TS))).words).toContain('viewer');
    expect(await notes(id as never)).toEqual([]);
  });

  it.each([
    ['no answer', () => office.slack.answers.set('conversations.history', UNREACHABLE)],
    ['another message', () => history('x', { ts: '1763000000.000100' })],
    ['none', () => office.slack.answers.set('conversations.history', { ok: true, value: { messages: [] } })],
    ['nonsense', () => office.slack.answers.set('conversations.history', { ok: true, value: {} })],
  ])('says what to do when Slack gives %s', async (_what, answer) => {
    const { id, channelId } = await office.incident();
    answer();
    expect((await office.handle(office.reaction('U0ADA', channelId, TS))).words).toContain('Add to the timeline');
    expect(await notes(id as never)).toEqual([]);
  });

  it('keeps to the bound of a note, and knows it again without a link from Slack', async () => {
    const { id, channelId } = await office.incident();
    history('x'.repeat(40_000), { user: null });
    office.slack.failing.set('chat.getPermalink', UNREACHABLE);
    await office.handle(office.reaction('U0ADA', channelId, TS));
    const [note] = await notes(id as never);
    expect(note?.text).toHaveLength(10_000);
    expect(note?.text).toMatch(/^An app in Slack: x+\n/);
    office.slack.failing.clear();
    const forgetful = { once: async (_key: string, run: () => Promise<void>) => run() };
    expect((await office.handle(office.reaction('U0BEN', channelId, TS), 1, forgetful)).words).toContain('already');
  });
});

describe('"Add to the timeline"', () => {
  it("adds the message in an incident's channel", async () => {
    const { id, channelId } = await office.incident();
    const message = { ts: TS, text: 'the db is full', userId: 'U0DANA' };
    const { words } = await office.handle(office.shortcut('U0ADA', SHORTCUTS.addToTimeline, { channelId, message }));
    expect(words).toContain('timeline');
    expect((await notes(id as never))[0]?.text).toMatch(/^Dana Reyes in Slack: the db is full\n/);
  });

  it('asks which incident elsewhere', async () => {
    const { key } = await office.incident();
    expect((await office.handle(office.shortcut('U0ADA', SHORTCUTS.addToTimeline))).words).toContain(key);
  });
});

describe('"Declare an incident"', () => {
  it('fills the form with the message: its first line as the title, all of it as what is known', async () => {
    const message = { ts: TS, text: '\n *checkout* is down\n&lt;!channel&gt; since 3', userId: 'U0BEN' };
    const { view } = await office.handle(office.shortcut('U0ADA', SHORTCUTS.declare, { message, viewId: 'V1' }));
    const initial = JSON.stringify(view?.blocks).match(/"initial_value":"(?:[^"\\]|\\.)*"/g);
    expect(initial?.[0]).toContain('*checkout* is down');
    expect(initial?.[1]).toContain('Ben Osei in Slack');
    expect(initial?.[1]).toContain('/archives/C0GENERAL/p1764000000000200');
  });

  it('takes the longest message, and one without a text', async () => {
    for (const text of ['', 'x'.repeat(40_000)]) {
      const message = { ts: TS, text, userId: null };
      const { view } = await office.handle(office.shortcut('U0ADA', SHORTCUTS.declare, { message, viewId: 'V1' }));
      expect(view).toMatchObject({ callback_id: 'declare' });
    }
  });

  it('is refused to somebody unknown, in the modal', async () => {
    const { view, words } = await office.handle(office.shortcut('U0DANA', SHORTCUTS.declare, { viewId: 'V1' }));
    expect(view).toMatchObject({ callback_id: 'message' });
    expect(words).toContain('dana@example.com');
  });

  it.each(['', 'else', '__proto__'])('a shortcut of the name %j does nothing', async (name) => {
    expect((await office.handle(office.shortcut('U0ADA', name))).called).toEqual([]);
  });
});

describe('App Home', () => {
  const published = async (userId: string) => {
    const { called } = await office.handle(office.home(userId));
    return called.find(({ method }) => method === 'views.publish')?.args;
  };

  it('shows the open incidents, my shifts and how I am paged', async () => {
    const { key } = await office.incident();
    const args = await published('U0BEN');
    expect(args?.['user_id']).toBe('U0BEN');
    const text = JSON.stringify(args?.['view']);
    for (const expected of [key, 'Checkout primary', 'text message to +1 ... 0101', '"action_id":"drill"'])
      expect(text).toContain(expected);
  });

  it('has no drill for a viewer, and the way to be added for somebody unknown', async () => {
    expect(JSON.stringify(await published('U0VERA'))).not.toContain('"action_id":"drill"');
    expect(JSON.stringify(await published('U0DANA'))).toContain('"action_id":"ask-to-be-added"');
  });

  it('stays as it was while Slack does not say who somebody is', async () => {
    office.slack.failing.set('users.info', UNREACHABLE);
    expect(await published('U0NEW')).toBeUndefined();
  });
});
