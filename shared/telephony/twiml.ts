import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';

/** How often a call's text is said when no key is pressed: once, and repeated twice. */
const SAID_TIMES = 3;
const KEY_WAIT_SECONDS = 5;
const VOICE = { language: 'en-US' } as const;

/** Says the text and waits for one key, which goes to `action`; a key may be pressed while the text is still said. */
const askForKey = (response: VoiceResponse, text: string, action: string): void => {
  const gather = response.gather({ action, method: 'POST', input: ['dtmf'], numDigits: 1, timeout: KEY_WAIT_SECONDS });
  gather.say(VOICE, text);
};

const askRepeatedly = (text: string, action: string, goodbye: string): string => {
  const response = new VoiceResponse();
  for (let said = 0; said < SAID_TIMES; said += 1) askForKey(response, text, action);
  response.say(VOICE, goodbye);
  response.hangup();
  return response.toString();
};

/**
 * TwiML of the page by phone: the text up to three times until a key is pressed, then the goodbye.
 * Hanging up, silence and voicemail all come to nothing: only a key that reaches `action` answers.
 */
export const pageCall = (options: { text: string; action: string; goodbye: string }): string =>
  askRepeatedly(options.text, options.action, options.goodbye);

/** How many keys a caller may press that mean nothing, or whose answer could not be recorded, before the call ends. */
export const ROUNDS_MAX = 3;

/**
 * TwiML after a key that led to nothing: says why and waits again, `action` being the address for the next round, and
 * on silence ends with `silence`. From the third such key on (`round` counts from 1) it says `enough` and hangs up.
 */
export const askAgain = (options: {
  round: number;
  text: string;
  action: string;
  silence: string;
  enough: string;
}): string => {
  const { round, text, action, silence, enough } = options;
  return round >= ROUNDS_MAX ? sayAndHangUp(enough) : askRepeatedly(text, action, silence);
};

/** TwiML that says one text and ends the call: a confirmation, for after the commit. */
export const sayAndHangUp = (text: string): string => {
  const response = new VoiceResponse();
  response.say(VOICE, text);
  response.hangup();
  return response.toString();
};

/** TwiML that says one text three times and ends the call: for whoever has to write something down. */
export const sayThrice = (text: string): string => {
  const response = new VoiceResponse();
  for (let said = 0; said < SAID_TIMES; said += 1) {
    response.say(VOICE, text);
    response.pause({ length: 1 });
  }
  response.hangup();
  return response.toString();
};

/** TwiML that answers a text message with another; without a text, with nothing. */
export const smsReply = (text?: string): string => {
  const response = new MessagingResponse();
  if (text !== undefined) response.message(text);
  return response.toString();
};
