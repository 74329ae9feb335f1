import type { Call } from './call.ts';
import { parseTwiml, type Verb } from './twiml.ts';
import type { WebhookAnswer } from './webhooks.ts';

/** About 170 words a minute. */
const SPEECH_MS_PER_CHARACTER = 60;
const GATHER_TIMEOUT_SECONDS = 5;
/** A document that redirects to itself must end some time. */
const DOCUMENTS_PER_CALL_MAX = 50;
const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';

/** What a conversation may ask of the carrier that carries it. */
export interface Line {
  /** Asks the product what to say next. */
  fetch(call: Call, url: string, method: string, digits?: string): Promise<WebhookAnswer>;
  /** Somebody heard something, or the call began or ended to listen. */
  changed(call: Call): void;
  hangUp(call: Call): Promise<void>;
  afterMs(delayMs: number, work: () => Promise<void>): void;
  warn(code: number, text: string): void;
}

/** Reads the next document and speaks it. An answer that is none ends the call, with the carrier's apology. */
export const follow = async (line: Line, call: Call, url: string, method: string, digits?: string): Promise<void> => {
  call.documentsRead += 1;
  const answer = await line.fetch(call, url, method, digits);
  if (call.status !== 'in-progress') return;
  const isGood = answer.status >= 200 && answer.status <= 299 && call.documentsRead <= DOCUMENTS_PER_CALL_MAX;
  if (!isGood) return apologize(line, call, 11200, `The voice webhook answered ${answer.status || 'nothing'}`);
  await speakDocument(line, call, answer.body, url);
};

/** Speaks a document that is at hand. */
export const speakDocument = async (line: Line, call: Call, xml: string, documentUrl: string): Promise<void> => {
  let verbs: readonly Verb[];
  try {
    verbs = parseTwiml(xml);
  } catch {
    return apologize(line, call, 12100, 'The voice webhook answered with a document that is not TwiML');
  }
  await speak(line, call, verbs, documentUrl);
};

const apologize = async (line: Line, call: Call, code: number, warning: string): Promise<void> => {
  line.warn(code, warning);
  say(line, call, APOLOGY);
  await line.hangUp(call);
};

/** Does one verb after the other, until the call listens, goes to another document, or ends. */
const speak = async (line: Line, call: Call, verbs: readonly Verb[], documentUrl: string): Promise<void> => {
  for (const [index, verb] of verbs.entries()) {
    if (verb.name === 'Gather') return gather(line, call, verb, verbs.slice(index + 1), documentUrl);
    if (verb.name === 'Redirect')
      return follow(line, call, resolve(verb.text, documentUrl), verb.attributes.method ?? 'POST');
    if (verb.name === 'Hangup') return line.hangUp(call);
    utter(line, call, verb);
  }
  await line.hangUp(call);
};

const utter = (line: Line, call: Call, verb: Verb): void => {
  if (verb.name === 'Say') say(line, call, verb.text);
  else if (verb.name === 'Pause') call.speechMs += Number(verb.attributes.length ?? 1) * 1000;
  else if (verb.name === 'Play') say(line, call, `(plays ${verb.text})`);
  else line.warn(12200, `The sandbox's phones do not know the verb ${verb.name}`);
};

const say = (line: Line, call: Call, words: string): void => {
  if (!words) return;
  call.said.push(words);
  call.speechMs += words.length * SPEECH_MS_PER_CHARACTER;
  line.changed(call);
};

const gather = (line: Line, call: Call, verb: Verb, rest: readonly Verb[], documentUrl: string): void => {
  for (const child of verb.children) utter(line, call, child);
  const { action, method, numDigits, finishOnKey, timeout, actionOnEmptyResult } = verb.attributes;
  const listening = {
    action: resolve(action ?? '', documentUrl),
    method: method ?? 'POST',
    digitsMax: numDigits ? Number(numDigits) : undefined,
    finishOnKey: finishOnKey ?? '#',
    callsOnSilence: actionOnEmptyResult === 'true',
    rest,
    documentUrl,
  };
  const patienceMs = Number(timeout ?? GATHER_TIMEOUT_SECONDS) * 1000 + call.speechMs;
  call.speechMs = 0;
  call.listening = listening;
  line.changed(call);
  line.afterMs(patienceMs, async () => {
    if (call.listening !== listening) return;
    call.listening = undefined;
    if (listening.callsOnSilence) await follow(line, call, listening.action, listening.method, '');
    else await speak(line, call, rest, documentUrl);
  });
};

/** The person presses: the digits go where the call waits for them. @returns false when it does not listen. */
export const pressDigits = async (line: Line, call: Call, pressed: string): Promise<boolean> => {
  const { listening } = call;
  if (!listening) return false;
  call.listening = undefined;
  const end = listening.finishOnKey ? pressed.indexOf(listening.finishOnKey) : -1;
  const digits = (end === -1 ? pressed : pressed.slice(0, end)).slice(0, listening.digitsMax);
  line.changed(call);
  if (digits) await follow(line, call, listening.action, listening.method, digits);
  else await speak(line, call, listening.rest, listening.documentUrl);
  return true;
};

/** An address that is none is kept as it is: asking there fails, and the caller hears the apology. */
const resolve = (url: string, documentUrl: string): string =>
  URL.canParse(url, documentUrl) ? new URL(url, documentUrl).href : url;
