import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actions, button, type Loose, type SlackWorld, section, startSlackWorld } from './test-slack.ts';

const INCIDENTS = 'C0INCIDENTS';
const GENERAL = 'C0GENERAL';
let world: SlackWorld;

beforeEach(async () => {
  world = await startSlackWorld();
});
afterEach(() => world.stop());

const post = (more: Record<string, unknown> = {}) =>
  world.call('chat.postMessage', { channel: INCIDENTS, text: 'Hi', ...more });
const create = async (name = 'inc-1'): Promise<string> =>
  (await world.call('conversations.create', { name })).channel.id;
const error = async (method: string, args: Record<string, unknown>) => (await world.call(method, args)).error;

describe('who may call', () => {
  it('is the app with its token', async () => {
    expect(await world.call('auth.test')).toMatchObject({ ok: true, user_id: 'U0PDLITE', team_id: 'T0SANDBOX' });
    await expect(world.web('xoxb-forged').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    const bare = await fetch(`${world.url}/_slack/api/auth.test`, { method: 'POST' });
    expect([bare.status, await bare.json()]).toMatchObject([200, { ok: false, error: 'not_authed' }]);
  });

  it('gets an error for a method that there is not', async () => {
    expect(await world.call('chat.shout')).toMatchObject({ ok: false, error: 'unknown_method' });
  });

  it('may send JSON too', async () => {
    const answer = await fetch(`${world.url}/_slack/api/chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-a-token-for-tests' },
      body: JSON.stringify({ channel: INCIDENTS, blocks: [section('Hello')], text: 'Hello' }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
  });
});

describe('messages', () => {
  it('have a timestamp of their own, in Slack and in the list of all messages', async () => {
    const first = await post({ blocks: [section('*Down*'), actions(button('acknowledge', 'i1'))] });
    const second = await post();
    expect(first).toMatchObject({ ok: true, channel: INCIDENTS, message: { text: 'Hi', bot_id: 'B0PDLITE' } });
    expect(first.ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(second.ts > first.ts).toBe(true);
    expect(world.sandbox.messages()).toMatchObject([
      { kind: 'slack', provider: 'slack', to: 'incidents', channel: INCIDENTS, body: 'Hi', status: 'delivered' },
      { id: `${INCIDENTS}-${second.ts}` },
    ]);
  });

  it('go to a person by their id', async () => {
    const { channel } = await post({ channel: 'U0ADA' });
    expect(channel).toBe('D0ADA');
    expect(world.sandbox.messages()).toMatchObject([{ to: 'U0ADA', channel: 'D0ADA' }]);
    expect(await world.call('conversations.open', { users: 'U0ADA' })).toMatchObject({ channel: { id: 'D0ADA' } });
  });

  it('are changed and deleted by who wrote them', async () => {
    const { ts } = await post({ metadata: { event_type: 'card', event_payload: { id: 'i1' } } });
    const changed = await world.call('chat.update', {
      channel: INCIDENTS,
      ts,
      text: 'Over',
      blocks: [section('Over')],
    });
    expect(changed).toMatchObject({ ok: true, ts, text: 'Over' });
    expect(world.sandbox.messages()).toMatchObject([{ body: 'Over', blocks: [{ type: 'section' }] }]);
    await world.act('message', { channel: INCIDENTS, text: 'mine', user: 'U0ADA' });
    const { messages } = await world.call('conversations.history', { channel: INCIDENTS, include_all_metadata: true });
    expect(messages).toMatchObject([{ text: 'mine' }, { text: 'Over', metadata: { event_type: 'card' }, edited: {} }]);
    const foreign = { channel: INCIDENTS, ts: messages[0].ts, text: 'yours' };
    expect(await error('chat.update', foreign)).toBe('cant_update_message');
    expect(await error('chat.delete', foreign)).toBe('cant_delete_message');
    expect(await world.call('chat.delete', { channel: INCIDENTS, ts })).toMatchObject({ ok: true });
    expect(await error('chat.update', { channel: INCIDENTS, ts, text: 'x' })).toBe('message_not_found');
    expect(world.sandbox.messages()).toMatchObject([{ status: 'deleted' }]);
  });

  it('to one person only are seen by nobody else, and are in no history', async () => {
    const args = { channel: INCIDENTS, user: 'U0BEN', text: 'psst' };
    expect(await world.call('chat.postEphemeral', args)).toMatchObject({ ok: true, message_ts: expect.any(String) });
    expect(world.sandbox.messages()).toMatchObject([{ to: 'U0BEN', status: 'ephemeral', channel: INCIDENTS }]);
    expect((await world.call('conversations.history', { channel: INCIDENTS })).messages).toEqual([]);
    const channel = await create();
    expect(await error('chat.postEphemeral', { ...args, channel })).toBe('user_not_in_channel');
  });

  it('have a permanent address', async () => {
    const { ts } = await post();
    const { permalink } = await world.call('chat.getPermalink', { channel: INCIDENTS, message_ts: ts });
    expect(permalink).toBe(`https://pd-lite-sandbox.slack.com/archives/${INCIDENTS}/p${ts.replace('.', '')}`);
    expect(await error('chat.getPermalink', { channel: INCIDENTS, message_ts: '1.1' })).toBe('message_not_found');
  });

  it.each([
    ['no channel', { channel: 'C404' }, 'channel_not_found'],
    ['no text', { text: '' }, 'no_text'],
    ['too much text', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no JSON', { blocks: '[' }, 'invalid_blocks_format'],
    ['metadata that is none', { metadata: { a: 1 } }, 'invalid_metadata_format'],
    ['a thread that is not there', { thread_ts: '1.000000' }, 'thread_not_found'],
  ])('are refused with %s', async (_what, more, expected) => {
    expect((await post(more)).error).toBe(expected);
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('say where their blocks are wrong', async () => {
    const answer = await post({
      blocks: [section('x'.repeat(3001)), actions({ ...button('a', 'v'), style: 'green' })],
    });
    expect(answer).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: [
          '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
          '[ERROR] must be one of: primary, danger [json-pointer:/blocks/1/elements/0/style]',
        ],
      },
    });
  });
});

describe('channels', () => {
  it('are made with a name of their own, by the rules', async () => {
    const id = await create('inc-7-checkout');
    expect(await world.call('conversations.info', { channel: id, include_num_members: true })).toMatchObject({
      channel: { name: 'inc-7-checkout', is_member: true, num_members: 1, is_archived: false },
    });
    expect(await error('conversations.create', { name: 'inc-7-checkout' })).toBe('name_taken');
    expect(await error('conversations.create', { name: '' })).toBe('invalid_name_required');
    expect(await error('conversations.create', { name: 'Inc 7' })).toBe('invalid_name_specials');
    expect(await error('conversations.create', { name: '--' })).toBe('invalid_name_punctuation');
    expect(await error('conversations.create', { name: 'x'.repeat(81) })).toBe('invalid_name_maxlength');
  });

  it('take people in, and say who cannot be', async () => {
    const channel = await create();
    const invite = (users: string) => world.call('conversations.invite', { channel, users });
    expect(await invite('U0ADA,U0BEN')).toMatchObject({ ok: true });
    expect(await world.call('conversations.members', { channel })).toMatchObject({
      members: ['U0PDLITE', 'U0ADA', 'U0BEN'],
    });
    expect(await invite('U0BEN')).toMatchObject({ error: 'already_in_channel', errors: [{ user: 'U0BEN' }] });
    expect(await invite('U0CLEO,U0BEN')).toMatchObject({ error: 'already_in_channel' });
    expect(await invite('U404')).toMatchObject({ error: 'user_not_found' });
    expect(await invite('U0PDLITE')).toMatchObject({ error: 'cant_invite_self' });
    const { members } = await world.call('conversations.members', { channel });
    expect(members).not.toContain('U0CLEO');
    await world.call('conversations.invite', { channel, users: 'U0CLEO,U0BEN', force: true });
    expect((await world.call('conversations.members', { channel })).members).toContain('U0CLEO');
  });

  it('have a topic', async () => {
    const channel = await create();
    expect(await world.call('conversations.setTopic', { channel, topic: 'INC-1 triggered' })).toMatchObject({
      channel: { topic: { value: 'INC-1 triggered' } },
    });
    expect(await error('conversations.setTopic', { channel, topic: 'x'.repeat(251) })).toBe('too_long');
    expect(await error('conversations.setTopic', { channel: GENERAL, topic: 'x' })).toBe('not_in_channel');
  });

  it('are listed a page at a time', async () => {
    await create('inc-1');
    const names: string[] = [];
    for await (const page of world.web().paginate('conversations.list', { limit: 2 })) {
      names.push(...(page as Loose).channels.map(({ name }: Loose) => name));
    }
    expect(names).toEqual(['general', 'incidents', 'inc-1']);
  });

  it('keep what was said, the newest first, between two moments', async () => {
    const said: string[] = [];
    for (const text of ['one', 'two', 'three']) said.push((await post({ text })).ts);
    const texts = async (args: Record<string, unknown>) =>
      (await world.call('conversations.history', { channel: INCIDENTS, ...args })).messages.map(
        ({ text }: Loose) => text,
      );
    expect(await texts({})).toEqual(['three', 'two', 'one']);
    expect(await texts({ oldest: said[0] })).toEqual(['three', 'two']);
    expect(await texts({ oldest: said[0], latest: said[1], inclusive: true })).toEqual(['two', 'one']);
    expect(await world.call('conversations.history', { channel: INCIDENTS, limit: 1 })).toMatchObject({
      has_more: true,
    });
    expect(await error('conversations.history', { channel: GENERAL })).toBe('not_in_channel');
    expect(await world.call('conversations.join', { channel: GENERAL })).toMatchObject({ ok: true });
    expect(await error('conversations.history', { channel: GENERAL })).toBeUndefined();
  });

  it('are closed for good when they are archived, and their name stays taken', async () => {
    const channel = await create();
    expect(await world.call('conversations.archive', { channel })).toMatchObject({ ok: true });
    expect(await error('conversations.archive', { channel })).toBe('already_archived');
    expect((await post({ channel })).error).toBe('is_archived');
    expect(await error('conversations.invite', { channel, users: 'U0ADA' })).toBe('is_archived');
    expect(await error('conversations.create', { name: 'inc-1' })).toBe('name_taken');
  });

  it('hold a message on top, once', async () => {
    const channel = await create();
    const { ts } = await post({ channel });
    expect(await world.call('pins.add', { channel, timestamp: ts })).toMatchObject({ ok: true });
    expect(await error('pins.add', { channel, timestamp: ts })).toBe('already_pinned');
    expect(await error('pins.add', { channel, timestamp: '1.1' })).toBe('message_not_found');
    expect(await error('pins.add', { channel: GENERAL, timestamp: ts })).toBe('not_in_channel');
    expect(await world.call('pins.list', { channel })).toMatchObject({ items: [{ message: { ts } }] });
    const shown = (await world.overview()).channels.find(({ id }: Loose) => id === channel);
    expect(shown.pins).toMatchObject([{ messageId: `${channel}-${ts}` }]);
  });
});

describe('people', () => {
  it('are known by their id and by their e-mail', async () => {
    expect(await world.call('users.info', { user: 'U0CLEO' })).toMatchObject({
      user: { real_name: 'Cleo Marin', profile: { email: 'cleo@example.com' } },
    });
    expect(await world.call('users.lookupByEmail', { email: 'Ada@example.com' })).toMatchObject({
      user: { id: 'U0ADA' },
    });
    expect(await error('users.info', { user: 'U404' })).toBe('user_not_found');
    expect(await error('users.lookupByEmail', { email: 'nobody@example.com' })).toBe('users_not_found');
  });

  it('are in groups', async () => {
    const { usergroup } = await world.call('usergroups.create', {
      name: 'On call: Checkout',
      handle: 'oncall-checkout',
    });
    const update = (users: string, group: string = usergroup.id) =>
      world.call('usergroups.users.update', { usergroup: group, users });
    expect(await update('U0ADA,U0BEN')).toMatchObject({ usergroup: { users: ['U0ADA', 'U0BEN'] } });
    expect(await update('U0ADA', 'S404')).toMatchObject({ error: 'no_such_subteam' });
    expect(await update('')).toMatchObject({ error: 'no_users_provided' });
    expect(await update('U404')).toMatchObject({ error: 'invalid_users' });
    const again = { name: 'Other', handle: 'oncall-checkout' };
    expect(await error('usergroups.create', again)).toBe('handle_already_exists');
    expect(await world.call('usergroups.list', { include_users: true })).toMatchObject({
      usergroups: [{ handle: 'oncall-checkout', users: ['U0ADA', 'U0BEN'] }],
    });
  });
});

describe('the limits', () => {
  const limited = (call: Loose) => call.code === 'slack_webapi_rate_limited_error';

  it('let a channel have one message a second, five for a moment', async () => {
    for (let n = 0; n < 5; n += 1) expect(await post()).toMatchObject({ ok: true });
    expect(await post()).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    expect(await post({ channel: 'U0ADA' })).toMatchObject({ ok: true });
    await world.clock.advance(1_000);
    expect(await post()).toMatchObject({ ok: true });
    expect(limited(await post())).toBe(true);
    expect(await world.overview()).toMatchObject({ limited: 2, limitedMethods: { 'chat.postMessage': 2 } });
    expect(world.sandbox.messages()).toHaveLength(7);
  });

  it('are a number of calls a minute for each method, by its tier', async () => {
    for (let n = 0; n < 20; n += 1) expect(await world.call('conversations.list')).toMatchObject({ ok: true });
    await world.clock.advance(20_000);
    expect(await world.call('conversations.list')).toMatchObject({ retryAfter: 40 });
    expect(await world.call('conversations.info', { channel: GENERAL })).toMatchObject({ ok: true });
    await world.clock.advance(40_000);
    expect(await world.call('conversations.list')).toMatchObject({ ok: true });
  });

  it('are said as Slack says them', async () => {
    world.outages.set('slack', 'ratelimited');
    const headers = { authorization: 'Bearer xoxb-a-token-for-tests' };
    const answer = await fetch(`${world.url}/_slack/api/auth.test`, { method: 'POST', headers });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await answer.json()).toEqual({ ok: false, error: 'ratelimited' });
  });
});

describe("Slack's outages", () => {
  it('error: a page of HTML', async () => {
    world.outages.set('slack', 'error');
    expect(await post()).toMatchObject({ statusCode: 503, code: 'slack_webapi_http_error' });
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('timeout: no answer until it is over', async () => {
    world.outages.set('slack', 'timeout');
    const asked = post();
    expect(await Promise.race([asked, world.clock.advance(60_000).then(() => 'silence')])).toBe('silence');
    world.outages.set('slack', 'ok');
    expect(await asked).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('answer-lost: it is said, and nobody hears that it was', async () => {
    world.outages.set('slack', 'answer-lost');
    expect(await post()).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(world.sandbox.messages()).toMatchObject([{ body: 'Hi' }]);
  });

  it('are of one method, when a test orders them so', async () => {
    const order = (body: Record<string, unknown>) => world.act('failures', body);
    await order({ method: 'conversations.create', error: 'restricted_action', times: 2 });
    expect(await error('conversations.create', { name: 'a' })).toBe('restricted_action');
    expect(await post()).toMatchObject({ ok: true });
    expect(await error('conversations.create', { name: 'a' })).toBe('restricted_action');
    expect(await error('conversations.create', { name: 'a' })).toBeUndefined();
    await order({ method: 'chat.postMessage', error: 'answer-lost' });
    expect(await post({ text: 'lost' })).toMatchObject({ code: 'slack_webapi_request_error' });
    expect(world.sandbox.messages().at(-1)).toMatchObject({ body: 'lost' });
    expect(await order({ method: 'chat.shout', error: 'x' })).toMatchObject({ status: 400, body: { field: 'method' } });
    expect(await order({ method: 'auth.test', error: 'x', times: 0 })).toMatchObject({ body: { field: 'times' } });
  });
});
