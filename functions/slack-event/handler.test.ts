import { describe, expect, it } from 'vitest';
import { AT, edgeRecord, webhook } from '../../shared/runtime/fixtures/slack-webhook.ts';
import { slackEvent } from './handler.ts';

const REACTION = {
  type: 'reaction_added',
  user: 'U0ADA',
  item: { type: 'message', channel: 'C0INC7', ts: '1360782400.498405' },
  reaction: 'pushpin',
  item_user: 'U0BEN',
  event_ts: '1360782804.083113',
};
const HOME = { type: 'app_home_opened', user: 'U0ADA', channel: 'D0ADA', event_ts: '1515449522.000016', tab: 'home' };
const OUTER = {
  token: 'z26uFbvR1xHJEdHE1OQiO6t8',
  team_id: 'T123ABC456',
  api_app_id: 'A123ABC456',
  type: 'event_callback',
  authorizations: [{ team_id: 'T123ABC456', user_id: 'U0PDLITE', is_bot: true }],
  event_id: 'Ev123ABC456',
  event_time: 1_234_567_890,
};

const post = async (payload: unknown, record = edgeRecord()) => {
  const { statusCode, body } = await slackEvent(record, webhook(JSON.stringify(payload) ?? ''));
  return { statusCode, body: body === '' ? '' : JSON.parse(body), sent: record.sent };
};
const event = (change: object, outer: object = {}) => ({ ...OUTER, event: { ...REACTION, ...change }, ...outer });

describe('an event', () => {
  it.each(['pushpin', 'round_pushpin'])('of a :%s: on a message goes to the worker', async (reaction) => {
    const { statusCode, body, sent } = await post(event({ reaction }));
    expect([statusCode, body]).toEqual([200, '']);
    expect(sent).toEqual([
      {
        type: 'event',
        id: 'Ev123ABC456',
        at: AT,
        userId: 'U0ADA',
        event: { type: 'reaction_added', reaction, channelId: 'C0INC7', ts: '1360782400.498405' },
      },
    ]);
  });

  it('of an App Home that was opened goes to the worker', async () => {
    const { sent } = await post({ ...OUTER, event: HOME });
    expect(sent).toMatchObject([{ id: 'Ev123ABC456', userId: 'U0ADA', event: { type: 'app_home_opened' } }]);
  });

  it.each<[string, object]>([
    ['another reaction', event({ reaction: 'thumbsup' })],
    ['a reaction to a file', event({ item: { type: 'file', file: 'F1' } })],
    ['the messages of App Home', { ...OUTER, event: { ...HOME, tab: 'messages' } }],
    ['what our own bot did', event({ user: 'U0PDLITE' })],
    ['what a bot did', event({ bot_id: 'B1' })],
    ['a message', event({ type: 'message', text: 'hello' })],
    ['a warning of Slack', { type: 'app_rate_limited', team_id: 'T1' }],
  ])('that we do nothing about is acknowledged: %s', async (_, payload) => {
    const { statusCode, body, sent } = await post(payload);
    expect([statusCode, body, sent]).toEqual([200, '', []]);
  });

  it('that could not be queued is refused, so that Slack sends it again', async () => {
    expect((await post(event({}), edgeRecord({ takes: false }))).statusCode).toBe(503);
  });

  it('sent again is the same event', async () => {
    const record = edgeRecord();
    await post(event({}), record);
    await post(event({}), record);
    expect(new Set(record.sent.map(({ id }) => id)).size).toBe(1);
  });
});

it('answers the question whether this address is ours', async () => {
  const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P';
  expect(await post({ token: 't', challenge, type: 'url_verification' })).toMatchObject({
    statusCode: 200,
    body: { challenge },
    sent: [],
  });
});

describe('a body that Slack would not send', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'body'],
    ['null', null, 'body'],
    ['a list', [], 'body'],
    ['a text', 'event_callback', 'body'],
    ['no type', { ...event({}), type: undefined }, 'type'],
    ['a type that is none', { ...event({}), type: 7 }, 'type'],
    ['no challenge', { type: 'url_verification' }, 'challenge'],
    ['a challenge without end', { type: 'url_verification', challenge: 'x'.repeat(256) }, 'challenge'],
    ['no event', { ...OUTER }, 'event.type'],
    ['a text for an event', { ...OUTER, event: 'reaction_added' }, 'event.type'],
    [
      'a prototype for an event',
      JSON.parse('{"type":"event_callback","__proto__":{"event":{"type":"x"}}}'),
      'event.type',
    ],
    ['no event id', { ...event({}), event_id: undefined }, 'event_id'],
    ['a list for an event id', { ...event({}), event_id: ['Ev1'] }, 'event_id'],
    ['an event id without end', { ...event({}), event_id: 'E'.repeat(256) }, 'event_id'],
    ['nobody', event({ user: undefined }), 'event.user'],
    ['somebody who is none', event({ user: { id: 'U1' } }), 'event.user'],
    ['no reaction', event({ reaction: undefined }), 'event.reaction'],
    ['no item', event({ item: undefined }), 'event.item.type'],
    ['no channel', event({ item: { type: 'message', ts: '1.1' } }), 'event.item.channel'],
    ['no message', event({ item: { type: 'message', channel: 'C1' } }), 'event.item.ts'],
    ['a time that is none', event({ item: { type: 'message', channel: 'C1', ts: 'now' } }), 'event.item.ts'],
  ])('is refused with its field: %s', async (_, payload, field) => {
    const { statusCode, body, sent } = await post(payload);
    expect(statusCode).toBe(400);
    expect(body.field).toBe(field);
    expect(sent).toEqual([]);
  });
});
