import { expect, it } from 'vitest';
import { readRequest } from './request-schema.ts';

const COMMON = { id: 'e1', at: '2026-11-23T03:00:00.000Z', userId: 'U0ADA' };
const REQUESTS = [
  { ...COMMON, type: 'command', text: 'ack', channelId: 'C1', responseUrl: 'https://hooks.slack.com/x', viewId: null },
  {
    ...COMMON,
    type: 'action',
    actionId: 'acknowledge',
    value: '',
    channelId: null,
    messageTs: null,
    responseUrl: null,
    viewId: 'V1',
  },
  {
    ...COMMON,
    type: 'submission',
    callbackId: 'declare',
    privateMetadata: '',
    values: { title: 'x', page: ['U1'], service: null },
  },
  {
    ...COMMON,
    type: 'shortcut',
    callbackId: 'add_to_timeline',
    channelId: 'C1',
    message: { ts: '1.2', text: '', userId: null },
    responseUrl: 'https://hooks.slack.com/x',
    viewId: null,
  },
  { ...COMMON, type: 'event', event: { type: 'reaction_added', reaction: 'pushpin', channelId: 'C1', ts: '1.2' } },
  { ...COMMON, type: 'event', event: { type: 'app_home_opened' } },
];

it.each(REQUESTS)('reads $type as it was sent', (request) => {
  expect(readRequest(JSON.stringify(request))).toEqual(request);
});

it.each(REQUESTS)('reads no $type that lacks something or has more than there can be', (request) => {
  for (const field of Object.keys(request)) {
    const { [field]: _left, ...without } = request as Record<string, unknown>;
    expect(readRequest(JSON.stringify(without)), field).toBeUndefined();
    expect(readRequest(JSON.stringify({ ...request, [field]: 'x'.repeat(50_000) })), field).toBeUndefined();
    expect(readRequest(JSON.stringify({ ...request, [field]: { a: 1 } })), field).toBeUndefined();
  }
});

it.each(['', '{', 'null', '[]', '"x"', '{"type":"command"}', '{"type":"__proto__"}'])('reads nothing in %s', (body) => {
  expect(readRequest(body)).toBeUndefined();
});
