import { describe, expect, it } from 'vitest';
// @ts-expect-error: the page is plain JavaScript, as the browser gets it.
import { offeredKeys, offeredReplies, tellStory } from './story.js';

const PHONE = '+12025550101';
const page = {
  id: 'SM1',
  kind: 'sms',
  to: PHONE,
  status: 'delivered',
  body: 'Disk full. Reply 7a to acknowledge, 7c to resolve.',
};
const call = { id: 'CA1', to: PHONE, status: 'ringing' };
const quiet = { connected: true, calls: [], messages: [], incidents: [] };
const incident = (status: string) => ({ id: '01', number: 7, title: 'Disk full', status });

describe('the headline', () => {
  it.each([
    ['that the sandbox is away', { ...quiet, connected: false }, 'The sandbox does not answer.'],
    ['that nothing has happened yet', quiet, 'All is quiet.'],
    [
      'that a phone rings, before all else',
      { ...quiet, calls: [call], messages: [page], incidents: [incident('triggered')] },
      '+1 202 555 0101 is ringing.',
    ],
    ['that somebody talks', { ...quiet, calls: [{ ...call, status: 'in-progress' }] }, 'You are on the phone.'],
    [
      'that an incident waits',
      { ...quiet, messages: [page], incidents: [incident('triggered')] },
      'INC-7 waits for an answer.',
    ],
    [
      'how many wait',
      { ...quiet, incidents: [incident('triggered'), incident('triggered')] },
      '2 incidents wait for an answer.',
    ],
    ['that somebody has it', { ...quiet, messages: [page], incidents: [incident('acknowledged')] }, 'Somebody has it.'],
    ['that it is over', { ...quiet, messages: [page], incidents: [incident('resolved')] }, 'All is quiet again.'],
    [
      'what it sees when it cannot ask for incidents',
      { ...quiet, incidents: undefined, messages: [page] },
      'A page is out to +1 202 555 0101.',
    ],
  ])('tells %s', (_what, world, headline) => {
    expect(tellStory(world).headline).toBe(headline);
  });

  it('says how to answer, and on which phone', () => {
    const story = tellStory({ ...quiet, messages: [page], incidents: [incident('triggered')] });
    expect(story.phone).toBe(PHONE);
    expect(story.next).toContain('Reply 7a to take it.');
  });
});

describe('what a phone offers', () => {
  it('takes the replies from the text', () => {
    expect(offeredReplies(page.body)).toEqual([
      { code: '7a', does: 'acknowledge' },
      { code: '7c', does: 'resolve' },
    ]);
    expect(offeredReplies('Reply 12E if you cannot.')).toEqual([{ code: '12E', does: 'escalate' }]);
    expect(offeredReplies('Slow for 5m, disk at 97 %.')).toEqual([]);
  });

  it('takes the keys from what the call says', () => {
    const keys = offeredKeys(['Incident 7. Press 4 to acknowledge, 5 to escalate or 6 to resolve.']);
    expect([...keys]).toEqual([
      ['4', 'acknowledge'],
      ['5', 'escalate'],
      ['6', 'resolve'],
    ]);
  });
});
