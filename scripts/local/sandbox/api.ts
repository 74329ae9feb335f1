import { isE164 } from '../../../shared/lib/ids.ts';
import type { LocalRequest, LocalResponse, Route } from '../router.ts';
import { type Call, callView, hasEnded, isWaiting } from './call.ts';
import type { Calls } from './calls.ts';
import { type JsonObject, json, problem, readObject } from './problem.ts';
import type { Texts } from './texts.ts';
import type { World } from './world.ts';

const ANSWERS = ['human', 'voicemail', 'no-answer', 'busy', 'hang-up'] as const;
type Answer = (typeof ANSWERS)[number];
const REPLY_CHARACTERS_MAX = 1600;

interface Parts {
  readonly world: World;
  readonly texts: Texts;
  readonly calls: Calls;
}

type Act = (parts: Parts, request: LocalRequest, body: JsonObject) => LocalResponse | Promise<LocalResponse>;

/** What tests and the page do to the outside world, and what they see of it. */
export const apiRoutes = (parts: Parts): Route[] => [
  { method: 'GET', path: '/sandbox/messages', handle: async () => json({ items: parts.world.inbox.items() }) },
  { method: 'POST', path: '/sandbox/phones/{number}/reply', handle: withBody(parts, reply) },
  { method: 'POST', path: '/sandbox/calls/{id}/press', handle: withBody(parts, press) },
];

const withBody =
  (parts: Parts, act: Act) =>
  async (request: LocalRequest): Promise<LocalResponse> => {
    const body = readObject(request);
    return body ? act(parts, request, body) : problem(400, 'The body must be a JSON object.', 'body');
  };

const reply: Act = async ({ texts }, request, { body }) => {
  const number = `+${(request.params.number ?? '').replace(/[^\d]/g, '')}`;
  if (!isE164(number)) return problem(400, 'The number must be in the form +12025550101.', 'number');
  if (typeof body !== 'string' || !body.trim()) return problem(400, 'What does the person write?', 'body');
  if (body.length > REPLY_CHARACTERS_MAX) return problem(400, 'A text message has at most 1600 characters.', 'body');
  const outcome = await texts.receive(number, body);
  if (outcome.ok) return json({ reply: outcome.reply });
  return problem(502, `The product's webhook answered ${outcome.status || 'nothing'}.`);
};

const press: Act = async (parts, request, { digits, answer }) => {
  const call = parts.calls.find(request.params.id ?? '');
  if (!call) return problem(404, 'There is no such call.', 'id');
  if (digits === undefined && answer === undefined) return problem(400, 'Give digits, or an answer.', 'digits');
  if (answer !== undefined) {
    const known = ANSWERS.find((each) => each === answer);
    return known ? pickUp(parts, call, known) : problem(400, `An answer is one of ${ANSWERS.join(', ')}.`, 'answer');
  }
  const isDialled = typeof digits === 'string' && /^[0-9*#]{1,32}$/.test(digits);
  return isDialled ? pressOn(parts, call, digits) : problem(400, 'Digits are 0 to 9, * and #, as text.', 'digits');
};

const pressOn = async ({ calls }: Parts, call: Call, digits: string): Promise<LocalResponse> => {
  if (hasEnded(call)) return problem(409, `The call has ended: ${call.status}.`, 'digits');
  await calls.answer(call, 'human');
  const isHeard = await calls.press(call, digits);
  return isHeard ? shown(call) : problem(409, 'The call does not wait for digits.', 'digits');
};

const pickUp = async ({ calls }: Parts, call: Call, answer: Answer): Promise<LocalResponse> => {
  if (hasEnded(call)) return problem(409, `The call has ended: ${call.status}.`, 'answer');
  if (answer === 'hang-up') await calls.end(call, isWaiting(call) ? 'busy' : 'completed');
  else if (!isWaiting(call)) return problem(409, 'The call has been answered.', 'answer');
  else if (answer === 'human') await calls.answer(call, 'human');
  else if (answer === 'voicemail') await calls.answer(call, 'machine_start');
  else await calls.end(call, answer);
  return shown(call);
};

const shown = (call: Call): LocalResponse => json(callView(call));
