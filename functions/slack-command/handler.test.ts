import { describe, expect, it } from 'vitest';
import { AT, edgeRecord, form, webhook } from '../../shared/runtime/fixtures/slack-webhook.ts';
import { slackCommand, sslCheck } from './handler.ts';

/** As Slack documents it, and sends more of than we read. */
const COMMAND = {
  token: 'gIkuvaNzQIHg97ATvDxqgjtO',
  team_id: 'T0001',
  channel_id: 'C2147483705',
  channel_name: 'test',
  user_id: 'U2147483697',
  user_name: 'Steve',
  command: '/incident',
  text: 'ack INC-7',
  response_url: 'https://hooks.slack.com/commands/1234/5678',
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
  api_app_id: 'A123456',
};

const send = async (change: Readonly<Record<string, unknown>> = {}, record = edgeRecord()) => {
  const fields = Object.fromEntries(
    Object.entries({ ...COMMAND, ...change }).filter(([, value]) => value !== undefined),
  );
  const { statusCode, body } = await slackCommand(record, webhook(form(fields)));
  return { statusCode, body: body === '' ? '' : JSON.parse(body), ...record };
};

describe('/incident', () => {
  it('is put onto the queue and acknowledged with nothing', async () => {
    const { statusCode, body, sent, opened } = await send();
    expect([statusCode, body]).toEqual([200, '']);
    expect(opened).toEqual([]);
    expect(sent).toEqual([
      {
        type: 'command',
        id: COMMAND.trigger_id,
        at: AT,
        userId: 'U2147483697',
        channelId: 'C2147483705',
        text: 'ack INC-7',
        responseUrl: COMMAND.response_url,
        viewId: null,
      },
    ]);
  });

  it.each(['', '   ', 'declare ü & <!channel> 🚨\n%2F', '\u0000', '$ne[]=1'])(
    'takes %j as it was typed',
    async (text) => {
      expect((await send({ text })).sent).toMatchObject([{ text }]);
    },
  );

  it.each([
    ['declare checkout is down', 'declare'],
    ['resolve', 'resolve'],
    ['update', 'update'],
    ['note', 'note'],
    ['severity', 'severity'],
    ['assign', 'assign'],
  ])('%s opens its modal while Slack lets it, and says which', async (text, callbackId) => {
    const { opened, sent } = await send({ text });
    expect(opened).toMatchObject([{ triggerId: COMMAND.trigger_id, view: { type: 'modal', callback_id: callbackId } }]);
    expect(sent).toMatchObject([{ text, viewId: 'V1' }]);
  });

  it('goes to the worker without a modal when Slack would not open it', async () => {
    expect((await send({ text: 'declare x' }, edgeRecord({ viewId: null }))).sent).toMatchObject([{ viewId: null }]);
  });

  it('that could not be queued is answered so, to the one who typed it, and in the modal', async () => {
    const { statusCode, body, said } = await send({ text: 'declare x' }, edgeRecord({ takes: false }));
    expect(statusCode).toBe(200);
    expect(body).toEqual({ response_type: 'ephemeral', text: expect.stringContaining('try again') });
    expect(said).toEqual([{ viewId: 'V1', text: body.text }]);
  });
});

describe('a form that Slack would not send', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no trigger', { trigger_id: undefined }, 'trigger_id'],
    ['an empty trigger', { trigger_id: '' }, 'trigger_id'],
    ['a trigger without end', { trigger_id: '1'.repeat(256) }, 'trigger_id'],
    ['nobody', { user_id: undefined }, 'user_id'],
    ['somebody who is none', { user_id: '../U1' }, 'user_id'],
    ['markup for a user', { user_id: '<@U1>' }, 'user_id'],
    ['no channel', { channel_id: '' }, 'channel_id'],
    ['a channel in two', { channel_id: 'C1\nC2' }, 'channel_id'],
    ['no text field', { text: undefined }, 'text'],
    ['a text without end', { text: 'x'.repeat(8001) }, 'text'],
    ['no address', { response_url: undefined }, 'response_url'],
    ['an address that is none', { response_url: 'hooks.slack.com' }, 'response_url'],
    ['a file for an address', { response_url: 'file:///etc/passwd' }, 'response_url'],
    ['an address without end', { response_url: `https://hooks.slack.com/${'x'.repeat(2000)}` }, 'response_url'],
  ])('is refused with its field: %s', async (_, change, field) => {
    const { statusCode, body, sent, opened } = await send({ text: 'declare x', ...change });
    expect(statusCode).toBe(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
    expect([...sent, ...opened]).toEqual([]);
  });

  it('is refused with all that is wrong with it', async () => {
    const record = edgeRecord();
    const { body } = await slackCommand(record, webhook('%%%=%zz&__proto__=1&constructor=2'));
    const fields = JSON.parse(body).errors.map((error: { field: string }) => error.field);
    expect(fields).toEqual(['trigger_id', 'user_id', 'channel_id', 'text', 'response_url']);
    expect(record.sent).toEqual([]);
  });
});

describe("Slack's look at the certificate", () => {
  it('is answered, signed or not, and comes to nothing', async () => {
    const record = edgeRecord();
    const body = 'ssl_check=1&token=gIkuvaNzQIHg97ATvDxqgjtO';
    expect((await slackCommand(record, webhook(body))).statusCode).toBe(200);
    expect(sslCheck(Buffer.from(body))).toMatchObject({ statusCode: 200, body: '' });
    expect(record.sent).toEqual([]);
  });

  it.each(['text=ssl_check=1', 'xssl_check=1', 'ssl_check=10', `ssl_check=1&text=${'x'.repeat(1000)}`, ''])(
    'is nothing else: %s',
    (body) => {
      expect(sslCheck(Buffer.from(body))).toBeUndefined();
    },
  );
});
