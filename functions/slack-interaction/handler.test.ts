import { describe, expect, it } from 'vitest';
import { AT, edgeRecord, form, webhook } from '../../shared/runtime/fixtures/slack-webhook.ts';
import { ACTIONS, MODALS, SHORTCUTS } from '../../shared/slack/names.ts';
import { slackInteraction } from './handler.ts';

const TRIGGER = '12466734323.1395872398.abc';
const USER = { id: 'U0ADA', username: 'ada', name: 'ada', team_id: 'T1' };
const RESPONSE_URL = 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209';

const CLICK = {
  type: 'block_actions',
  team: { id: 'T1', domain: 'example' },
  user: USER,
  api_app_id: 'A1',
  token: 't',
  container: { type: 'message', message_ts: '1548261231.000200', channel_id: 'C0INC7', is_ephemeral: false },
  trigger_id: TRIGGER,
  channel: { id: 'C0INC7', name: 'inc-7' },
  message: { bot_id: 'B1', type: 'message', text: 'card', user: 'U0PDLITE', ts: '1548261231.000200' },
  response_url: RESPONSE_URL,
  actions: [
    {
      action_id: ACTIONS.acknowledge,
      block_id: '=qXel',
      text: { type: 'plain_text', text: 'Acknowledge', emoji: true },
      value: '01J',
      type: 'button',
      action_ts: '1548426417.840180',
    },
  ],
};
const SUBMISSION = {
  type: 'view_submission',
  team: { id: 'T1' },
  user: USER,
  view: {
    id: 'VNHU13V36',
    type: 'modal',
    private_metadata: '01J',
    callback_id: MODALS.update,
    state: {
      values: {
        message: { value: { type: 'plain_text_input', value: 'Rolled back' } },
        'next-update': { value: { type: 'static_select', selected_option: { value: '30' } } },
      },
    },
    hash: '156663117.cd33ad1f',
  },
};
const SHORTCUT = {
  type: 'message_action',
  callback_id: SHORTCUTS.addToTimeline,
  trigger_id: TRIGGER,
  response_url: RESPONSE_URL,
  user: USER,
  channel: { id: 'C0GENERAL', name: 'general' },
  message: { type: 'message', user: 'U0BEN', ts: '1525215129.000001', text: 'it is <slow>' },
  message_ts: '1525215129.000001',
};

type Path = readonly (string | number)[];
/** The payload with one field changed, or without it. */
const changed = (payload: object, path: Path, value: unknown): unknown => {
  const copy = structuredClone(payload) as Record<string | number, unknown>;
  const holder = path.slice(0, -1).reduce((at, step) => at[step] as typeof copy, copy);
  const last = path.at(-1) as string;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
};
const action = (fields: object) => ({ ...CLICK, actions: [{ ...CLICK.actions[0], ...fields }] });

const post = async (payload: unknown, record = edgeRecord()) => {
  const { statusCode, body } = await slackInteraction(record, webhook(form({ payload: JSON.stringify(payload) })));
  return { statusCode, body: body === '' ? '' : JSON.parse(body), ...record };
};

describe('a button', () => {
  it('goes to the worker with where it is and what it is about', async () => {
    const { statusCode, body, sent, opened } = await post(CLICK);
    expect([statusCode, body, opened]).toEqual([200, '', []]);
    expect(sent).toEqual([
      {
        type: 'action',
        id: TRIGGER,
        at: AT,
        userId: 'U0ADA',
        actionId: 'acknowledge',
        value: '01J',
        channelId: 'C0INC7',
        messageTs: '1548261231.000200',
        responseUrl: RESPONSE_URL,
        viewId: null,
      },
    ]);
  });

  it('of a message that only one person sees has its place from the container', async () => {
    const { channel: _channel, message: _message, ...rest } = CLICK;
    expect((await post(rest)).sent).toMatchObject([{ channelId: 'C0INC7', messageTs: '1548261231.000200' }]);
  });

  it.each([ACTIONS.resolve, ACTIONS.update, ACTIONS.note])('%s opens its modal, and says which', async (action_id) => {
    const { sent, opened } = await post(action({ action_id }));
    expect(opened).toMatchObject([{ triggerId: TRIGGER, view: { callback_id: action_id } }]);
    expect(sent).toMatchObject([{ actionId: action_id, viewId: 'V1' }]);
  });

  it('of App Home has neither a channel nor an address to answer', async () => {
    const {
      channel: _c,
      message: _m,
      response_url: _r,
      ...rest
    } = action({ action_id: ACTIONS.drill, value: undefined });
    const payload = { ...rest, container: { type: 'view', view_id: 'VHOME' }, view: { id: 'VHOME', type: 'home' } };
    expect((await post(payload)).sent).toMatchObject([
      { actionId: 'drill', value: '', channelId: null, messageTs: null, responseUrl: null, viewId: null },
    ]);
  });

  it('of a modal says which modal that is', async () => {
    const { channel: _c, message: _m, response_url: _r, ...rest } = action({ action_id: ACTIONS.askToBeAdded });
    const payload = { ...rest, container: { type: 'view', view_id: 'V9' }, view: { id: 'V9', type: 'modal' } };
    expect((await post(payload)).sent).toMatchObject([{ viewId: 'V9' }]);
  });

  it.each([
    [{ value: undefined, selected_option: { value: 'SEV2' } }, 'SEV2'],
    [{ value: undefined, selected_user: 'U0BEN' }, 'U0BEN'],
    [{ value: null }, ''],
  ])('or menu %j has the value %s', async (fields, value) => {
    expect((await post(action(fields))).sent).toMatchObject([{ value }]);
  });

  it.each(['open-link', 'value', '__proto__', 'toString'])(
    '%s, which is none of ours, comes to nothing',
    async (id) => {
      const { statusCode, body, sent } = await post(action({ action_id: id }));
      expect([statusCode, body, sent]).toEqual([200, '', []]);
    },
  );

  it('that could not be queued gets a warning from Slack, and its modal says so', async () => {
    const { statusCode, said } = await post(action({ action_id: ACTIONS.note }), edgeRecord({ takes: false }));
    expect(statusCode).toBe(503);
    expect(said).toMatchObject([{ viewId: 'V1', text: expect.stringContaining('try again') }]);
  });
});

describe('a submitted modal', () => {
  it('goes to the worker with its fields, and closes', async () => {
    const { statusCode, body, sent } = await post(SUBMISSION);
    expect([statusCode, body]).toEqual([200, '']);
    expect(sent).toEqual([
      {
        type: 'submission',
        id: 'VNHU13V36.156663117.cd33ad1f',
        at: AT,
        userId: 'U0ADA',
        callbackId: 'update',
        privateMetadata: '01J',
        values: { message: 'Rolled back', 'next-update': '30' },
      },
    ]);
  });

  it('stays open with what is wrong at its field', async () => {
    const payload = changed(SUBMISSION, ['view', 'state', 'values', 'message', 'value', 'value'], '  ');
    const { statusCode, body, sent } = await post(payload);
    expect([statusCode, sent]).toEqual([200, []]);
    expect(body).toEqual({ response_action: 'errors', errors: { message: expect.any(String) } });
  });

  it.each<[string, object, unknown]>([
    ['what was typed', { type: 'plain_text_input', value: 'x' }, 'x'],
    ['nothing typed', { type: 'plain_text_input', value: null }, null],
    ['what was chosen', { type: 'static_select', selected_option: { value: 'a' } }, 'a'],
    ['nothing chosen', { type: 'static_select', selected_option: null }, null],
    ['a person', { type: 'users_select', selected_user: 'U0BEN' }, 'U0BEN'],
    ['people', { type: 'multi_users_select', selected_users: ['U0BEN', 'U0ADA'] }, ['U0BEN', 'U0ADA']],
    ['an element of a kind to come', { type: 'rating', stars: 5 }, null],
  ])('is read: %s', async (_, element, value) => {
    const { sent } = await post(changed(SUBMISSION, ['view', 'state', 'values', 'page'], { value: element }));
    expect(sent).toMatchObject([{ values: { page: value } }]);
  });

  it('keeps a field called __proto__ a field', async () => {
    const payload = JSON.stringify(SUBMISSION).replace('"next-update"', '"__proto__"');
    const { sent } = await post(JSON.parse(payload));
    expect(Object.hasOwn((sent[0] as { values: object }).values, '__proto__')).toBe(true);
  });

  it('that could not be queued stays open and says so at its first field', async () => {
    const { statusCode, body } = await post(SUBMISSION, edgeRecord({ takes: false }));
    expect(statusCode).toBe(200);
    expect(body).toEqual({ response_action: 'errors', errors: { message: expect.stringContaining('try again') } });
  });

  it('that is none of ours closes', async () => {
    const { statusCode, body, sent } = await post(changed(SUBMISSION, ['view', 'callback_id'], 'other'));
    expect([statusCode, body, sent]).toEqual([200, '', []]);
  });
});

describe('a message shortcut', () => {
  it('goes to the worker with the message', async () => {
    const { statusCode, sent, opened } = await post(SHORTCUT);
    expect([statusCode, opened]).toEqual([200, []]);
    expect(sent).toEqual([
      {
        type: 'shortcut',
        id: TRIGGER,
        at: AT,
        userId: 'U0ADA',
        callbackId: 'add_to_timeline',
        channelId: 'C0GENERAL',
        message: { ts: '1525215129.000001', text: 'it is <slow>', userId: 'U0BEN' },
        responseUrl: RESPONSE_URL,
        viewId: null,
      },
    ]);
  });

  it('that declares opens the modal', async () => {
    const { sent, opened } = await post({ ...SHORTCUT, callback_id: SHORTCUTS.declare });
    expect(opened).toMatchObject([{ view: { callback_id: 'declare' } }]);
    expect(sent).toMatchObject([{ viewId: 'V1' }]);
  });

  it('on a message of a bot, without author and text', async () => {
    const { sent } = await post({ ...SHORTCUT, message: { type: 'message', bot_id: 'B1', ts: '1.1' } });
    expect(sent).toMatchObject([{ message: { ts: '1.1', text: '', userId: null } }]);
  });

  it('that is none of ours comes to nothing', async () => {
    const { statusCode, sent } = await post({ ...SHORTCUT, callback_id: 'other' });
    expect([statusCode, sent]).toEqual([200, []]);
  });
});

describe('what is told besides', () => {
  it.each(['view_closed', 'shortcut', 'block_suggestion', 'something_new'])('%s is acknowledged', async (type) => {
    const { statusCode, body, sent } = await post({ type, user: USER });
    expect([statusCode, body, sent]).toEqual([200, '', []]);
  });
});

describe('a payload that Slack would not send', () => {
  it.each(['', 'payload', 'payload=', 'payload=%7B', 'payload=null', 'payload=[]', 'payload=7', 'x=%7B%7D'])(
    'is refused: %j',
    async (body) => {
      const record = edgeRecord();
      const { statusCode, body: answer } = await slackInteraction(record, webhook(body));
      expect(statusCode).toBe(400);
      expect(['payload', 'body']).toContain(JSON.parse(answer).field);
      expect(record.sent).toEqual([]);
    },
  );

  it.each<[string, object, Path, unknown, string]>([
    ['no type', CLICK, ['type'], undefined, 'type'],
    ['a type that is none', CLICK, ['type'], {}, 'type'],
    ['no actions', CLICK, ['actions'], undefined, 'actions.0.action_id'],
    ['no action in them', CLICK, ['actions'], [], 'actions.0.action_id'],
    ['an action that is none', CLICK, ['actions', 0], null, 'actions.0.action_id'],
    ['a number for a value', CLICK, ['actions', 0, 'value'], 7, 'actions.0.value'],
    ['a value without end', CLICK, ['actions', 0, 'value'], 'x'.repeat(2001), 'actions.0.value'],
    ['no trigger', CLICK, ['trigger_id'], undefined, 'trigger_id'],
    ['nobody', CLICK, ['user'], undefined, 'user.id'],
    ['a text for a user', CLICK, ['user'], 'U0ADA', 'user.id'],
    ['somebody who is none', CLICK, ['user', 'id'], '<!channel>', 'user.id'],
    ['a channel that is none', CLICK, ['channel', 'id'], 'general', 'channel.id'],
    ['a time that is none', CLICK, ['container', 'message_ts'], 'x', 'container.message_ts'],
    ['an address that is none', CLICK, ['response_url'], 'javascript:alert(1)', 'response_url'],
    ['a list for an address', CLICK, ['response_url'], ['https://hooks.slack.com/'], 'response_url'],
    ['no view', SUBMISSION, ['view'], undefined, 'view.callback_id'],
    ['no view id', SUBMISSION, ['view', 'id'], undefined, 'view.id'],
    ['no hash', SUBMISSION, ['view', 'hash'], undefined, 'view.hash'],
    ['no values', SUBMISSION, ['view', 'state'], undefined, 'view.state.values'],
    ['a list of values', SUBMISSION, ['view', 'state', 'values'], [], 'view.state.values'],
    ['metadata without end', SUBMISSION, ['view', 'private_metadata'], 'x'.repeat(3001), 'view.private_metadata'],
    [
      'a field that is no text',
      SUBMISSION,
      ['view', 'state', 'values', 'message', 'value', 'value'],
      ['x'],
      'view.state.values.message.value.value',
    ],
    ['no callback', SHORTCUT, ['callback_id'], undefined, 'callback_id'],
    ['no message', SHORTCUT, ['message'], undefined, 'message.ts'],
    ['a text that is none', SHORTCUT, ['message', 'text'], {}, 'message.text'],
    ['no channel of a message', SHORTCUT, ['channel'], undefined, 'channel.id'],
    ['no address to answer', SHORTCUT, ['response_url'], undefined, 'response_url'],
  ])('is refused with its field: %s', async (_, payload, path, value, field) => {
    const { statusCode, body, sent, opened } = await post(changed(payload, path, value));
    expect(statusCode).toBe(400);
    expect(body.field).toBe(field);
    expect([...sent, ...opened]).toEqual([]);
  });
});
