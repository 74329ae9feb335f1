import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SLACK, type SlackReceived } from '../test-world.ts';
import {
  actions,
  button,
  input,
  type Loose,
  modal,
  payloadOf,
  plain,
  type SlackWorld,
  section,
  startSlackWorld,
} from './test-slack.ts';

const INCIDENTS = 'C0INCIDENTS';
const COMMAND = '/v1/slack/command';
const INTERACTION = '/v1/slack/interaction';
const EVENT = '/v1/slack/event';
let world: SlackWorld;

beforeEach(async () => {
  world = await startSlackWorld();
});
afterEach(() => world.stop());

const last = (): SlackReceived => world.slackReceived.at(-1) as SlackReceived;
const command = (text: string, more: Record<string, unknown> = {}) =>
  world.act('command', { command: '/incident', text, user: 'U0ADA', channel: INCIDENTS, ...more });
const formOf = (): Record<string, string> => Object.fromEntries(new URLSearchParams(last().body));
const respond = async (url: string, body: Loose): Promise<Loose> => {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, ...((await answer.json()) as object) };
};
const post = async (blocks: Loose[], channel = INCIDENTS): Promise<string> => {
  const { ts, channel: id } = await world.call('chat.postMessage', { channel, text: 'card', blocks });
  return `${id}-${ts}`;
};

const severity = {
  type: 'static_select',
  options: ['sev1', 'sev2'].map((value) => ({ text: plain(value.toUpperCase()), value })),
};
const FORM = modal([
  input('title', { type: 'plain_text_input', max_length: 20 }),
  input('severity', { ...severity, initial_option: severity.options[1] }),
  input('page', { type: 'users_select' }, { optional: true }),
]);

/** The app opens this as soon as it hears of something. */
const opens = (path: string, view: Loose) =>
  world.answers.set(path, async (received) => {
    const form = new URLSearchParams(received.body);
    const trigger = form.get('trigger_id') ?? JSON.parse(form.get('payload') ?? '{}').trigger_id;
    await world.call('views.open', { trigger_id: trigger, view });
    return '';
  });

const openForm = async (view: Loose = FORM): Promise<Loose> => {
  opens(COMMAND, view);
  return (await command('declare')).body.view;
};

describe('what Slack sends', () => {
  it('is signed over the timestamp and the raw body, by the clock of the product', async () => {
    await command('who');
    const { headers, body } = last();
    const timestamp = headers['x-slack-request-timestamp'];
    expect(Number(timestamp)).toBe(Date.parse(world.clock.now()) / 1000);
    const signature = createHmac('sha256', SLACK.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${signature}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('for a command is a form', async () => {
    await command('page @ben Tom & <Jerry> #incidents');
    expect(formOf()).toMatchObject({
      command: '/incident',
      text: 'page <@U0BEN|ben> Tom &amp; &lt;Jerry&gt; <#C0INCIDENTS|incidents>',
      user_id: 'U0ADA',
      user_name: 'ada',
      channel_id: INCIDENTS,
      channel_name: 'incidents',
      team_id: 'T0SANDBOX',
      api_app_id: 'A0PDLITE',
      trigger_id: expect.any(String),
      response_url: expect.stringContaining(`${world.url}/_slack/response/`),
    });
  });

  it('keeps a mention that a test wrote by its id, and no other markup', async () => {
    await command('page <@U0BEN> <@U404> <!channel> ada@example.com');
    expect(formOf().text).toBe('page <@U0BEN|ben> &lt;@U404&gt; &lt;!channel&gt; ada@example.com');
  });
});

describe('a command', () => {
  it('is answered at once, to its person only', async () => {
    world.answers.set(COMMAND, JSON.stringify({ response_type: 'ephemeral', text: 'Ada is on call.' }));
    const { body } = await command('who');
    expect(body).toMatchObject({ status: 200, ephemeral: 'Ada is on call.', view: null, errors: {}, trouble: null });
    expect(world.sandbox.messages()).toMatchObject([{ to: 'U0ADA', status: 'ephemeral', body: 'Ada is on call.' }]);
  });

  it('says nothing of its own', async () => {
    expect((await command('ack')).body).toMatchObject({ status: 200, ephemeral: null, trouble: null });
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('that fails is told by Slackbot', async () => {
    world.answers.set(COMMAND, 500);
    expect((await command('who')).body).toMatchObject({
      status: 500,
      ephemeral: '/incident failed with the error "dispatch_failed"',
    });
  });

  it('that is not answered in three seconds is told by Slackbot', async () => {
    world.answers.set(COMMAND, () => Promise.resolve(undefined));
    expect((await command('who')).body).toMatchObject({
      status: 0,
      ephemeral: '/incident failed with the error "operation_timeout"',
    });
  });

  it('opens a modal while its trigger is fresh, once', async () => {
    expect(await openForm()).toMatchObject({ type: 'modal', callback_id: 'declare', private_metadata: 'meta' });
    const trigger = formOf().trigger_id;
    const open = async (id = trigger) => (await world.call('views.open', { trigger_id: id, view: FORM })).error;
    expect(await open()).toBe('exchanged_trigger_id');
    expect(await open('1.2.made-up')).toBe('invalid_trigger_id');
    world.answers.delete(COMMAND);
    await command('declare');
    await world.clock.advance(3_001);
    expect(await open(formOf().trigger_id)).toBe('expired_trigger_id');
  });

  it('may be answered later: five times, for half an hour', async () => {
    await command('who');
    const url = formOf().response_url as string;
    expect(await respond(url, { text: 'one' })).toMatchObject({ status: 200, ok: true });
    expect(await respond(url, { text: 'two', response_type: 'in_channel' })).toMatchObject({ ok: true });
    expect(world.sandbox.messages()).toMatchObject([
      { to: 'U0ADA', status: 'ephemeral', body: 'one' },
      { to: 'incidents', status: 'delivered', body: 'two' },
    ]);
    expect(await respond(url, { text: '' })).toMatchObject({ status: 500, error: 'no_text' });
    for (let n = 3; n <= 5; n += 1) await respond(url, { text: String(n) });
    expect(await respond(url, { text: 'six' })).toMatchObject({ status: 404, error: 'used_url' });
    await command('who');
    const other = formOf().response_url as string;
    await world.clock.advance(30 * 60_000 + 1);
    expect(await respond(other, { text: 'late' })).toMatchObject({ status: 404, error: 'expired_url' });
  });
});

describe('a button', () => {
  const CARD = [section('Down'), actions(button('acknowledge', 'i1'), button('escalate', 'i1'))];

  it('of a message tells the app which, by whom and where', async () => {
    const messageId = await post(CARD);
    const { body } = await world.act('click', { messageId, actionId: 'escalate', user: 'U0BEN' });
    expect(body).toMatchObject({ status: 200, trouble: null });
    expect(payloadOf(last())).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0BEN', username: 'ben' },
      team: { id: 'T0SANDBOX' },
      api_app_id: 'A0PDLITE',
      container: { type: 'message', channel_id: INCIDENTS, is_ephemeral: false },
      channel: { id: INCIDENTS, name: 'incidents' },
      message: { text: 'card', blocks: [{}, {}] },
      actions: [{ type: 'button', action_id: 'escalate', value: 'i1', action_ts: expect.any(String) }],
      response_url: expect.any(String),
      trigger_id: expect.any(String),
    });
  });

  it('lets the app replace or delete the message that it is in, when only one person sees that', async () => {
    await world.call('chat.postEphemeral', { channel: INCIDENTS, user: 'U0BEN', text: 'Sure?', blocks: CARD });
    const messageId = world.sandbox.messages()[0]?.id;
    await world.act('click', { messageId, actionId: 'acknowledge', user: 'U0BEN' });
    const payload = payloadOf(last());
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload.message).toBeUndefined();
    await respond(payload.response_url, { replace_original: true, text: 'Done' });
    expect(world.sandbox.messages()).toMatchObject([{ id: messageId, body: 'Done' }]);
    await respond(payload.response_url, { delete_original: true });
    expect(world.sandbox.messages()).toMatchObject([{ id: messageId, status: 'deleted' }]);
    const again = { messageId, actionId: 'acknowledge', user: 'U0BEN' };
    expect(await world.act('click', again)).toMatchObject({ status: 404, body: { field: 'messageId' } });
  });

  it('is pressed by those who see it, where it is', async () => {
    const messageId = await post(CARD, 'U0ADA');
    const press = (more: Loose) => world.act('click', { messageId, actionId: 'acknowledge', user: 'U0ADA', ...more });
    expect(await press({ user: 'U0BEN' })).toMatchObject({ status: 404, body: { field: 'messageId' } });
    expect(await press({ actionId: 'shout' })).toMatchObject({ status: 404, body: { field: 'actionId' } });
    expect(await press({ user: 'U404' })).toMatchObject({ status: 400, body: { field: 'user' } });
    expect(await press({ viewId: 'V404' })).toMatchObject({ status: 404, body: { field: 'viewId' } });
    expect(world.slackReceived).toEqual([]);
  });

  it('or a menu of a modal and of App Home tells the app of the view', async () => {
    const home = { type: 'home', blocks: [actions(button('drill', ''), { ...severity, action_id: 'pick' })] };
    const { view } = await world.call('views.publish', { user_id: 'U0ADA', view: home });
    await world.act('click', { viewId: view.id, actionId: 'pick', value: 'sev1', user: 'U0ADA' });
    expect(payloadOf(last())).toMatchObject({
      container: { type: 'view', view_id: view.id },
      view: { type: 'home', id: view.id },
      actions: [{ type: 'static_select', selected_option: { value: 'sev1' } }],
    });
    const wrong = { viewId: view.id, actionId: 'pick', value: 'sev9', user: 'U0ADA' };
    expect(await world.act('click', wrong)).toMatchObject({ status: 400, body: { field: 'value' } });
  });
});

describe('a modal', () => {
  const submit = (viewId: string, values: Loose, user = 'U0ADA') => world.act('submit', { viewId, values, user });
  const isOpen = async () => (await world.overview()).views.U0ADA.length;

  it('gives the app what stands in its fields, and closes', async () => {
    const { id, hash } = await openForm();
    const { body } = await submit(id, { title: 'Checkout is down', page: 'U0BEN' });
    expect(body).toMatchObject({ status: 200, view: null, errors: {} });
    const { view, type } = payloadOf(last());
    expect(type).toBe('view_submission');
    expect(view).toMatchObject({ id, hash, callback_id: 'declare', private_metadata: 'meta', type: 'modal' });
    expect(view.state.values).toEqual({
      title: { value: { type: 'plain_text_input', value: 'Checkout is down' } },
      severity: { value: { type: 'static_select', selected_option: severity.options[1] } },
      page: { value: { type: 'users_select', selected_user: 'U0BEN' } },
    });
    expect(await isOpen()).toBe(0);
  });

  it('is held back by Slack until it is complete', async () => {
    const { id } = await openForm();
    expect((await submit(id, { title: '', severity: null })).body).toMatchObject({
      status: null,
      errors: { title: 'Please complete this required field.', severity: 'Please complete this required field.' },
    });
    expect((await submit(id, { title: 'x'.repeat(21) })).body.errors).toEqual({
      title: 'Please enter no more than 20 characters.',
    });
    expect(world.slackReceived).toHaveLength(1);
    expect(await isOpen()).toBe(1);
  });

  it.each([
    ['a field that it has not', { shout: 'x' }, 'values.shout'],
    ['an option that it has not', { severity: 'sev9' }, 'values.severity'],
    ['a person who is nobody', { page: 'U404' }, 'values.page'],
    ['a number', { title: 5 }, 'values.title'],
  ])('is not filled in with %s', async (_what, values, field) => {
    const { id } = await openForm();
    expect(await submit(id, values)).toMatchObject({ status: 400, body: { field } });
  });

  it('shows the errors that the app finds, at its fields', async () => {
    const { id } = await openForm();
    const errors = { title: 'There is one with this title.' };
    world.answers.set(INTERACTION, JSON.stringify({ response_action: 'errors', errors }));
    expect((await submit(id, { title: 'x' })).body).toMatchObject({ status: 200, errors, view: { id } });
    world.answers.set(INTERACTION, JSON.stringify({ response_action: 'errors', errors: { shout: 'x' } }));
    expect((await submit(id, { title: 'x' })).body).toMatchObject({ trouble: expect.stringContaining('trouble') });
  });

  it('shows another view, or goes with all others, when the app says so', async () => {
    const { id } = await openForm();
    const view = { type: 'modal', title: plain('Done'), blocks: [section('Paged.')] };
    world.answers.set(INTERACTION, JSON.stringify({ response_action: 'push', view: FORM }));
    const pushed = (await submit(id, { title: 'x' })).body.view;
    expect(pushed).toMatchObject({ previous_view_id: id, root_view_id: id });
    world.answers.set(INTERACTION, JSON.stringify({ response_action: 'update', view }));
    expect((await submit(pushed.id, { title: 'x' })).body.view).toMatchObject({
      id: pushed.id,
      title: { text: 'Done' },
    });
    expect(await isOpen()).toBe(2);
    expect(await submit(pushed.id, {})).toMatchObject({ status: 409, body: { field: 'viewId' } });
    await world.act('close', { viewId: pushed.id, user: 'U0ADA' });
    world.answers.set(INTERACTION, JSON.stringify({ response_action: 'clear' }));
    expect((await submit(id, { title: 'x' })).body.view).toBeNull();
  });

  it('stays when the app does not answer as it should', async () => {
    const { id } = await openForm();
    world.answers.set(INTERACTION, 500);
    expect((await submit(id, { title: 'x' })).body).toMatchObject({
      status: 500,
      trouble: expect.any(String),
      view: { id },
    });
    expect(await submit(id, {}, 'U0BEN')).toMatchObject({ status: 404, body: { field: 'viewId' } });
  });

  it('is changed by the app while it is open, by those who know how it is now', async () => {
    const { id, hash } = await openForm({ type: 'modal', title: plain('Declare'), blocks: [section('One moment...')] });
    expect(await world.call('views.update', { view_id: id, view: FORM, hash })).toMatchObject({
      ok: true,
      view: { id },
    });
    expect(await world.call('views.update', { view_id: id, view: FORM, hash })).toMatchObject({
      error: 'hash_conflict',
    });
    expect(await world.call('views.update', { view_id: 'V404', view: FORM })).toMatchObject({ error: 'not_found' });
    await world.act('close', { viewId: id, user: 'U0ADA' });
    expect(await world.call('views.update', { view_id: id, view: FORM })).toMatchObject({ error: 'not_found' });
  });

  it('that Slack does not take says where', async () => {
    await command('declare');
    const view = modal([input('title', { type: 'plain_text_input' })], { title: plain('x'.repeat(25)) });
    expect(await world.call('views.open', { trigger_id: formOf().trigger_id, view })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
  });
});

describe('a message', () => {
  it('has shortcuts', async () => {
    await world.act('message', { channel: INCIDENTS, text: 'Checkout <b>fails</b>', user: 'U0BEN' });
    const [message] = (await world.overview()).messages;
    await world.act('shortcut', { messageId: message.id, callbackId: 'declare_from_message', user: 'U0ADA' });
    expect(payloadOf(last())).toMatchObject({
      type: 'message_action',
      callback_id: 'declare_from_message',
      user: { id: 'U0ADA' },
      channel: { id: INCIDENTS },
      message_ts: message.ts,
      message: { user: 'U0BEN', text: 'Checkout &lt;b&gt;fails&lt;/b&gt;' },
      response_url: expect.any(String),
      trigger_id: expect.any(String),
    });
    const wrong = { messageId: message.id, callbackId: 'shout', user: 'U0ADA' };
    expect(await world.act('shortcut', wrong)).toMatchObject({ status: 400, body: { field: 'callbackId' } });
  });

  it('is reacted to, once by each, and the app hears of it', async () => {
    const messageId = await post([section('Down')]);
    const react = () => world.act('reaction', { messageId, name: 'pushpin', user: 'U0CLEO' });
    expect((await react()).body).toMatchObject({ status: 200 });
    expect(JSON.parse(last().body)).toMatchObject({
      type: 'event_callback',
      event_id: expect.stringMatching(/^Ev/),
      event: {
        type: 'reaction_added',
        user: 'U0CLEO',
        reaction: 'pushpin',
        item: { type: 'message', channel: INCIDENTS, ts: messageId.slice(INCIDENTS.length + 1) },
      },
    });
    expect(await react()).toMatchObject({ status: 409, body: { field: 'name' } });
  });
});

describe('an event', () => {
  const home = () => world.act('home', { user: 'U0ADA' });
  const retries = () =>
    world.slackReceived.map(({ headers, at }) => [
      at.slice(14, 19),
      headers['x-slack-retry-num'],
      headers['x-slack-retry-reason'],
    ]);

  it('is told again at once, after a minute and after five, until it is taken', async () => {
    world.answers.set(EVENT, 500);
    expect((await home()).body).toMatchObject({ status: 500 });
    await world.activity.idle();
    await world.clock.advance(3_600_000);
    expect(retries()).toEqual([
      ['00:00', undefined, undefined],
      ['00:00', '1', 'http_error'],
      ['01:00', '2', 'http_error'],
      ['06:00', '3', 'http_error'],
    ]);
    const ids = world.slackReceived.map(({ body }) => JSON.parse(body).event_id);
    expect(new Set(ids).size).toBe(1);
  });

  it('is told once when it is taken', async () => {
    expect((await home()).body).toMatchObject({ status: 200 });
    await world.clock.advance(3_600_000);
    expect(retries()).toHaveLength(1);
    expect(JSON.parse(last().body).event).toMatchObject({ type: 'app_home_opened', user: 'U0ADA', tab: 'home' });
  });

  it('comes only to an address that proved itself', async () => {
    world.answers.set(EVENT, ({ body }) => Promise.resolve(JSON.parse(body).challenge));
    expect((await world.act('verify', {})).body).toMatchObject({ verified: true });
    world.answers.set(EVENT, 'hello');
    expect((await world.act('verify', {})).body).toMatchObject({ verified: false });
  });
});
