import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../lib/instant.ts';
import { DIGIT_OF, parseDigits } from './digits.ts';
import { type AnswerAction, parseReply, replyTexts } from './reply.ts';

const answer = (action: AnswerAction, number = 7) => ({ type: 'answer', action, number });

describe('a reply by text message', () => {
  it.each([
    '7a',
    '7A',
    '7 a',
    ' 7a ',
    '7a.',
    '7-a',
    'a7',
    'A 7',
    '7 ack',
    'ACK 7',
    'INC-7 ack',
    'inc 7 ack',
    'ack inc-7',
    '#7 a',
    'Acknowledge INC-7',
    '"7a"',
    '7a!',
    '7\u00a0a',
    '\uff17\uff41',
    '7\na',
    'INC7a',
    'acked 7',
  ])('acknowledges: %j', (text) => {
    expect(parseReply(text)).toEqual(answer('acknowledge'));
  });

  it.each(['7e', '7 E', 'e7', 'escalate 7', '7 esc', 'INC-7 escalate'])('escalates: %j', (text) => {
    expect(parseReply(text)).toEqual(answer('escalate'));
  });

  it.each(['7c', '7r', '7 close', 'resolve 7', 'Resolved INC-7', 'c 7', '7 r'])('resolves: %j', (text) => {
    expect(parseReply(text)).toEqual(answer('resolve'));
  });

  it('reads a number of several digits', () => {
    expect(parseReply('120345a')).toEqual(answer('acknowledge', 120345));
  });

  it.each([
    ['STOP', 'stop'],
    ['Unsubscribe', 'stop'],
    ['start', 'start'],
    [' Help. ', 'help'],
  ])('knows the carrier word %j', (text, type) => {
    expect(parseReply(text)).toEqual({ type });
  });

  it.each([
    '',
    ' ',
    '7',
    'a',
    'ack',
    'ok',
    'thanks',
    '7x',
    '0a',
    '07a',
    '-7a',
    '7.5a',
    '1234567890a',
    '7a 8a',
    '7 not ack',
    'a7a',
    'INC-7',
    'stop 7',
    '7ac',
    'ack7e',
    'in a meeting until 7',
    '7a'.padEnd(61),
    '٧a',
    '7\u0000a',
    '7а',
  ])('does not guess: %j', (text) => {
    expect(parseReply(text)).toEqual({ type: 'not-understood' });
  });

  it('takes any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => parseReply(text).type.length > 0));
  });
});

describe('a key pressed in a call', () => {
  it('is 4, 5 or 6', () => {
    expect(['4', '5', '6'].map(parseDigits)).toEqual(['acknowledge', 'escalate', 'resolve']);
    expect(DIGIT_OF).toEqual({ acknowledge: '4', escalate: '5', resolve: '6' });
  });

  it('is nothing when it is another key, several or none', () => {
    expect(['', '1', '44', '4#', '*', ' 4', '٤'].map(parseDigits)).toEqual(Array(7).fill(undefined));
  });
});

describe('what is said back', () => {
  const at = '2026-11-23T03:04:59.000Z' as Instant;
  const ana = { by: 'Ana Müller', at };
  const texts = [
    replyTexts.acknowledged(7, at),
    replyTexts.alreadyAcknowledged(7, ana),
    replyTexts.resolved(7, at),
    replyTexts.alreadyResolved(7, { by: 'you', at }),
    replyTexts.escalated(7),
    replyTexts.escalated(7, 2),
    replyTexts.notEscalated(7),
    replyTexts.notPagedToThisPhone(7),
    replyTexts.unknownPhone(),
    replyTexts.unknownNumber(7),
    replyTexts.notUnderstood(),
    replyTexts.help(),
    replyTexts.temporaryFailure(7, 'acknowledge'),
    replyTexts.outcomeUnknown(7, 'resolve'),
  ];

  it('is stable', () => {
    expect(texts.join('\n')).toMatchInlineSnapshot(`
      "INC-7 acknowledged by you at 03:04 UTC. Paging has stopped. Reply 7c to resolve.
      INC-7 was already acknowledged by Ana Muller at 03:04 UTC. Nothing changed.
      INC-7 resolved by you at 03:04 UTC.
      INC-7 was already resolved by you at 03:04 UTC. Nothing changed.
      INC-7 escalated: the next level is being paged.
      INC-7 escalated: level 2 is being paged.
      INC-7 was not escalated: there is no further level to page. Nothing changed.
      INC-7 was not paged to this phone, so it cannot be answered from it. Nothing changed.
      This phone is not known to PD Lite. Nothing changed.
      There is no INC-7. Check the number. Nothing changed.
      Not understood, nothing changed. Send the number of the incident and a letter: 7a acknowledges INC-7, 7e escalates it, 7c resolves it.
      PD Lite pages for incidents. For INC-7 reply 7a to acknowledge, 7e to escalate, 7c to resolve. Send STOP for no more messages.
      Your reply could not be recorded, nothing changed. Reply 7a again in a moment, or use the dashboard.
      It is not certain that your reply was recorded. Reply 7c again in a moment, or use the dashboard."
    `);
  });

  it('fits one segment of GSM-7, with the largest number and the longest name', () => {
    const number = 999_999_999;
    const someone = { by: 'É'.repeat(300), at };
    const longest = [
      ...texts,
      replyTexts.acknowledged(number, at),
      replyTexts.alreadyAcknowledged(number, someone),
      replyTexts.alreadyResolved(number, someone),
      replyTexts.notEscalated(number),
      replyTexts.notPagedToThisPhone(number),
      replyTexts.temporaryFailure(number, 'acknowledge'),
      replyTexts.outcomeUnknown(number, 'acknowledge'),
    ];
    for (const text of longest) expect(text).toMatch(/^[A-Za-z0-9 @$!"#%&'()*+,\-./:;<=>?_]{1,160}$/);
  });

  it('never claims a change that did not happen', () => {
    for (const text of texts.filter((t) => t.includes('already') || t.includes('not '))) {
      expect(text).not.toMatch(/^INC-7 (acknowledged|resolved|escalated)/);
    }
  });
});
