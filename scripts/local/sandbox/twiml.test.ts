import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { describe, expect, it } from 'vitest';
import { parseTwiml, TwimlError } from './twiml.ts';

describe('parseTwiml', () => {
  it("reads what Twilio's own library writes", () => {
    const response = new VoiceResponse();
    const gather = response.gather({ action: '/gather?a=1&b=2', numDigits: 1, timeout: 5 });
    gather.say({ language: 'en-US' }, 'Disk < 5 % & "falling". Press 4.');
    response.hangup();
    const [first, second, ...rest] = parseTwiml(response.toString());
    expect(first).toMatchObject({
      name: 'Gather',
      attributes: { action: '/gather?a=1&b=2', numDigits: '1', timeout: '5' },
    });
    expect(first?.children).toMatchObject([{ name: 'Say', text: 'Disk < 5 % & "falling". Press 4.' }]);
    expect(second?.name).toBe('Hangup');
    expect(rest).toEqual([]);
  });

  it('reads comments, CDATA, single quotes, numeric entities and folded white space', () => {
    const xml =
      "<?xml version='1.0'?>\n<Response><!-- a < b --><Say voice='x'>It&#39;s \n <![CDATA[<ok> & ]]>&#x1F600;</Say></Response>\n";
    expect(parseTwiml(xml)).toMatchObject([{ name: 'Say', attributes: { voice: 'x' }, text: "It's <ok> & 😀" }]);
  });

  it('gives no verbs for an empty response', () => {
    expect(parseTwiml('<Response/>')).toEqual([]);
    expect(parseTwiml('<Response></Response>')).toEqual([]);
  });

  it.each([
    '',
    'Forbidden',
    '{"message":"Forbidden"}',
    '<html></html>',
    '<Response>',
    '<Response><Say></Response>',
    '<Response></Say>',
    '<Response/><Response/>',
    '<Response>a & b</Response>',
    '<Response>&nope;</Response>',
    '<Response a=1/>',
  ])('refuses %j', (xml) => {
    expect(() => parseTwiml(xml)).toThrow(TwimlError);
  });
});
