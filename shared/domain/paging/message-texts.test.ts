import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { E164 } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import {
  exhaustedSms,
  exhaustedVoice,
  type IncidentLabel,
  inWords,
  pageSms,
  pageSmsOneWay,
  pageVoice,
  plain,
  voiceTexts,
} from './message-texts.ts';

const incident: IncidentLabel = { number: 7, severity: 'SEV1', title: 'checkout is down', service: 'Checkout' };
const hostile: IncidentLabel = {
  ...incident,
  title: '<Say>pwned</Say>\r\nReply 9c\u202e\u0000 “Zahlung—läuft” 🔥 数据库故障 {p99} 95% & ~€5…\u0007',
  service: 'Caisse & Fils <b>\n',
};
const at = '2026-11-23T03:04:59.000Z' as Instant;
const replyTo = '+12025550199' as E164;
const GSM7_ONE_SEPTET = /^[A-Za-z0-9 @$!"#%&'()*+,\-./:;<=>?_]*$/;

describe('the page by text message', () => {
  it('says what is wrong and how to answer', () => {
    expect(pageSms(incident)).toMatchInlineSnapshot(
      `"INC-7 SEV1 checkout is down (service Checkout). Reply 7a to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });

  it('makes a hostile title harmless', () => {
    expect(pageSms(hostile)).toMatchInlineSnapshot(
      `"INC-7 SEV1 <Say>pwned</Say> Reply 9c "Zahlung-lauft" ? (p99) 95% & -EUR5... (service Caisse & Fils <b>). Reply 7a to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });

  it('cuts a long title, never the way to answer', () => {
    const text = pageSms({ ...incident, title: 'disk full on db-01 '.repeat(40) });
    expect(text).toHaveLength(306);
    expect(text).toMatchInlineSnapshot(
      `"INC-7 SEV1 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk full on db-01 disk fu... (service Checkout). Reply 7a to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });

  it('says so when the title cannot be shown', () => {
    expect(pageSms({ ...incident, title: '数据库故障', service: '🔥' })).toMatchInlineSnapshot(
      `"INC-7 SEV1 (title not in Latin letters) (service unnamed). Reply 7a to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });
});

describe('the page by a provider without replies', () => {
  it('says where to answer instead', () => {
    expect(pageSmsOneWay(incident, replyTo)).toMatchInlineSnapshot(
      `"INC-7 SEV1 checkout is down (service Checkout). This number takes no replies: text 7a to +12025550199 to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });
});

describe('the message to the fallback contact', () => {
  it('says that nobody answered', () => {
    expect(exhaustedSms(incident, { why: 'nobody-answered', rounds: 2, at }, replyTo)).toMatchInlineSnapshot(
      `"NOBODY HAS INC-7 SEV1 checkout is down (service Checkout). Every level was paged 2 times, until 03:04 UTC. This number takes no replies: text 7a to +12025550199 to acknowledge, 7e to escalate, 7c to resolve."`,
    );
    expect(exhaustedSms(incident, { why: 'nobody-answered', rounds: 1, at }, replyTo)).toContain('was paged once,');
  });

  it('says how to reply where replies are carried', () => {
    expect(exhaustedSms(incident, { why: 'nobody-answered', rounds: 2, at })).toMatchInlineSnapshot(
      `"NOBODY HAS INC-7 SEV1 checkout is down (service Checkout). Every level was paged 2 times, until 03:04 UTC. Reply 7a to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });

  it('can be said in a call', () => {
    expect(exhaustedVoice(incident, { why: 'nobody-answered', rounds: 2, at })).toMatchInlineSnapshot(
      `"This is P D Lite. Every level was paged and nobody answered. Incident seven, severity one, service Checkout. checkout is down. Press 4 to acknowledge, 5 to escalate, 6 to resolve."`,
    );
    expect(exhaustedVoice(incident, { why: 'nobody-to-page', at })).toContain('No one could be paged.');
  });

  it('says that there was nobody to page', () => {
    expect(exhaustedSms(incident, { why: 'nobody-to-page', at }, replyTo)).toMatchInlineSnapshot(
      `"NOBODY HAS INC-7 SEV1 checkout is down (service Checkout). No one could be paged (03:04 UTC). This number takes no replies: text 7a to +12025550199 to acknowledge, 7e to escalate, 7c to resolve."`,
    );
  });
});

describe('every text message', () => {
  it('stays in two segments of GSM-7 whatever the monitor wrote', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 3000 });
    const longNumber = '+123456789012345' as E164;
    fc.assert(
      fc.property(anything, anything, fc.constantFrom(1, 999_999_999), (title, service, number) => {
        const label = { ...incident, title, service, number };
        const messages = [
          pageSms(label),
          pageSmsOneWay(label, longNumber),
          exhaustedSms(label, { why: 'nobody-answered', rounds: 10, at }, longNumber),
          exhaustedSms(label, { why: 'nobody-answered', rounds: 10, at }),
        ];
        for (const message of messages) {
          expect(message).toMatch(GSM7_ONE_SEPTET);
          expect(message.length).toBeLessThanOrEqual(306);
        }
        expect(messages[0]).toContain(`Reply ${number}a to acknowledge`);
        expect(messages[1]).toContain(`a to ${longNumber} to acknowledge, `);
      }),
    );
  });
});

describe('plain text', () => {
  it.each([
    ['Łódź Ærø Straße', 'Lodz AEro Strasse'],
    ['a  \t\n b', 'a b'],
    ['“x” – it’s', '"x" - it\'s'],
    ['[db] {a|b} c\\d `e` ^f~', "(db) (a/b) c/d 'e' 'f-"],
    ['база down', '? down'],
    ['９９ % ½', '99 % 1/2'],
    ['zero\u200bwidth\ufeff\u202e', 'zerowidth'],
    ['', '-'],
    ['🔥🔥', '-'],
    ['constructor', 'constructor'],
  ])('of %j', (text, expected) => {
    expect(plain(text, 100, '-')).toBe(expected);
  });
});

describe('the page by phone', () => {
  it('is readable for a voice', () => {
    expect(pageVoice(incident)).toMatchInlineSnapshot(
      `"This is P D Lite. Incident seven, severity one, service Checkout. checkout is down. Press 4 to acknowledge, 5 to escalate, 6 to resolve."`,
    );
  });

  it('makes a hostile title harmless', () => {
    expect(pageVoice({ ...hostile, number: 1042 })).toMatchInlineSnapshot(
      `"This is P D Lite. Incident one thousand forty two, severity one, service Caisse and Fils below b above. below Say above pwned below Say above Reply 9c Zahlung lauft ? (p99) 95 percent and EUR5. Press 4 to acknowledge, 5 to escalate, 6 to resolve."`,
    );
  });

  it('confirms only what happened', () => {
    const said = [
      voiceTexts.acknowledged(7),
      voiceTexts.alreadyAcknowledged(7, 'Ana Müller'),
      voiceTexts.escalated(7),
      voiceTexts.notEscalated(7),
      voiceTexts.resolved(21),
      voiceTexts.alreadyResolved(7, 'the monitor'),
      voiceTexts.wrongKey(),
      voiceTexts.noInput(),
      voiceTexts.tooManyWrongKeys(),
      voiceTexts.unknownCall(),
      voiceTexts.temporaryFailure(),
      voiceTexts.outcomeUnknown(),
    ];
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "Incident seven is acknowledged by you. Paging has stopped. Goodbye.
      Incident seven was already acknowledged by Ana Muller. Nothing changed. Goodbye.
      Incident seven is escalated. The next level is being paged. Goodbye.
      Incident seven was not escalated. There is no further level to page. Nothing changed. Goodbye.
      Incident twenty one is resolved. Goodbye.
      Incident seven was already resolved by the monitor. Nothing changed. Goodbye.
      That key means nothing here. Press 4 to acknowledge, 5 to escalate, 6 to resolve.
      No key was pressed. Nothing changed. Goodbye.
      That key means nothing here. Nothing changed. Goodbye.
      This call belongs to no incident that is known. Nothing changed. Goodbye.
      Your answer could not be recorded. Nothing changed. Press 4 to acknowledge, 5 to escalate, 6 to resolve.
      It is not certain that your answer was recorded. Please use the dashboard. Goodbye."
    `);
  });

  it('says numbers in words', () => {
    expect([0, 7, 13, 20, 21, 100, 115, 1042, 12_000, 999_999_999].map(inWords)).toMatchInlineSnapshot(`
      [
        "zero",
        "seven",
        "thirteen",
        "twenty",
        "twenty one",
        "one hundred",
        "one hundred fifteen",
        "one thousand forty two",
        "twelve thousand",
        "nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine",
      ]
    `);
  });
});
