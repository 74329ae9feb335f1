import { expect, it } from 'vitest';
import type { TimelineItem } from '../lib/types.ts';
import { whoIsPaged } from './who-is-paged.ts';

const item = (type: string, at: string, more: object = {}): TimelineItem => ({
  at: `2026-11-23T03:${at}.000Z`,
  type,
  actor: { kind: 'system', id: 'paging', name: 'PD Lite', via: 'timer' },
  region: 'us-east-1',
  text: '',
  ...more,
});
const level = (at: string, number: number, name: string) =>
  item('LevelReached', at, {
    round: 1,
    level: number,
    chosen: [{ userId: name.toLowerCase(), name, target: { type: 'user', id: name.toLowerCase() }, why: 'on call' }],
    skipped: [{ why: 'Dan has left' }],
  });
const sent = (at: string, name: string, attemptId: string, more: object = {}) =>
  item('PageSent', at, {
    attemptId,
    channel: 'sms',
    outcome: 'accepted',
    text: `Sent: a text message to ${name}`,
    ...more,
  });

it('is nobody before a level is reached', () => {
  expect(whoIsPaged([item('IncidentDeclared', '00:00')])).toBeNull();
});

it('are those of the level that was reached last, with what became of each page', () => {
  const paging = whoIsPaged([
    level('00:00', 1, 'Ada'),
    sent('00:01', 'Ada', 'a1'),
    level('05:00', 2, 'Ben'),
    sent('05:01', 'Ben', 'b1'),
    item('PageReceipt', '05:02', {
      attemptId: 'b1',
      channel: 'sms',
      status: 'delivered',
      text: 'Twilio says of a text message to Ben',
    }),
    sent('05:09', 'Ada', 'a2'),
  ]);
  expect(paging).toMatchObject({ level: 2, skipped: ['Dan has left'] });
  expect(paging?.people).toMatchObject([
    { id: 'ben', name: 'Ben', steps: [{ text: 'Text message: delivered', good: true }] },
  ]);
});

it('says what went wrong', () => {
  const paging = whoIsPaged([level('00:00', 1, 'Ada'), sent('00:01', 'Ada', 'a1', { outcome: 'refused' })]);
  expect(paging?.people[0]?.steps).toMatchObject([{ text: 'Text message: refused', good: false }]);
});
