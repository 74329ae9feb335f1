import { describe, expect, it } from 'vitest';
import { pageVoice, voiceTexts } from '../domain/paging/message-texts.ts';
import { askAgain, pageCall, ROUNDS_MAX, sayAndHangUp, smsReply } from './twiml.ts';

const incident = { number: 7, severity: 'SEV1', title: 'checkout <down> & out\u0007', service: 'Checkout' } as const;
const action = 'https://pager.example.com/v1/twilio/gather?incident=01J&attempt=p.1.2&round=1';
const lines = (xml: string): string => xml.replaceAll('><', '>\n<');

describe('the page by phone', () => {
  it('says it, repeats it twice, and hangs up without an answer', () => {
    expect(
      lines(pageCall({ text: pageVoice(incident), action, goodbye: voiceTexts.noInput() })),
    ).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <Response>
      <Gather action="https://pager.example.com/v1/twilio/gather?incident=01J&amp;attempt=p.1.2&amp;round=1" method="POST" input="dtmf" numDigits="1" timeout="5">
      <Say language="en-US">This is P D Lite. Incident seven, severity one, service Checkout. checkout below down above and out. Press 4 to acknowledge, 5 to escalate, 6 to resolve.</Say>
      </Gather>
      <Gather action="https://pager.example.com/v1/twilio/gather?incident=01J&amp;attempt=p.1.2&amp;round=1" method="POST" input="dtmf" numDigits="1" timeout="5">
      <Say language="en-US">This is P D Lite. Incident seven, severity one, service Checkout. checkout below down above and out. Press 4 to acknowledge, 5 to escalate, 6 to resolve.</Say>
      </Gather>
      <Gather action="https://pager.example.com/v1/twilio/gather?incident=01J&amp;attempt=p.1.2&amp;round=1" method="POST" input="dtmf" numDigits="1" timeout="5">
      <Say language="en-US">This is P D Lite. Incident seven, severity one, service Checkout. checkout below down above and out. Press 4 to acknowledge, 5 to escalate, 6 to resolve.</Say>
      </Gather>
      <Say language="en-US">No key was pressed. Nothing changed. Goodbye.</Say>
      <Hangup/>
      </Response>"
    `);
  });

  it('confirms and hangs up', () => {
    expect(lines(sayAndHangUp(voiceTexts.acknowledged(7)))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <Response>
      <Say language="en-US">Incident seven is acknowledged by you. Paging has stopped. Goodbye.</Say>
      <Hangup/>
      </Response>"
    `);
  });

  it('asks again after a wrong key, a bounded number of times', () => {
    const { wrongKey, noInput, tooManyWrongKeys } = voiceTexts;
    const again = (round: number) =>
      askAgain({ round, text: wrongKey(), action, silence: noInput(), enough: tooManyWrongKeys() });
    expect(again(1)).toContain('<Gather');
    expect(again(1)).toContain('That key means nothing here. Press 4');
    expect(again(ROUNDS_MAX - 1)).toContain('<Gather');
    expect(lines(again(ROUNDS_MAX))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <Response>
      <Say language="en-US">That key means nothing here. Nothing changed. Goodbye.</Say>
      <Hangup/>
      </Response>"
    `);
  });
});

describe('the answer to a text message', () => {
  it('is one message, with its signs escaped', () => {
    expect(smsReply('INC-7 <acknowledged> & "done"')).toMatchInlineSnapshot(
      `"<?xml version="1.0" encoding="UTF-8"?><Response><Message>INC-7 &lt;acknowledged&gt; &amp; "done"</Message></Response>"`,
    );
  });

  it('is nothing when nothing may be said', () => {
    expect(smsReply()).toMatchInlineSnapshot(`"<?xml version="1.0" encoding="UTF-8"?><Response/>"`);
  });
});
