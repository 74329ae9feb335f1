import { readable } from './dom.js';

const WAITING = new Set(['queued', 'initiated', 'ringing']);

export const isRinging = (call) => WAITING.has(call.status);
export const isTalking = (call) => call.status === 'in-progress';

const MEANINGS = { a: 'acknowledge', e: 'escalate', c: 'resolve' };

/** The answers that a text message offers: `7a to acknowledge` gives `{ code: '7a', does: 'acknowledge' }`. */
export const offeredReplies = (body) =>
  [...body.matchAll(/\b(\d+[aec])\b(?:\s+to\s+([a-z]+))?/gi)].map(([, code, does]) => ({
    code,
    does: does ?? MEANINGS[code.at(-1).toLowerCase()],
  }));

/** What each key does, as the call says it: `press 4 to acknowledge` gives `4` its word. */
export const offeredKeys = (said) => {
  const found = said.join(' ').matchAll(/\b(\d)\b,?\s+(?:to|for)\s+([a-z]+)/gi);
  return new Map([...found].map(([, key, does]) => [key, does.toLowerCase()]));
};

/**
 * The headline: what is going on and what happens next, and the number of the phone to look at.
 * @param world `{ connected, calls, messages, incidents }`; incidents is undefined when they are not known.
 */
export const tellStory = (world) => {
  if (!world.connected) {
    return { headline: 'The sandbox does not answer.', next: 'Is it still running? This page comes back by itself.' };
  }
  return callStory(world) ?? incidentStory(world) ?? messageStory(world) ?? FIRST;
};

const FIRST = {
  headline: 'All is quiet.',
  next: 'Fire the demo alert: a moment later the phone of whoever is on call buzzes. Answer it, or say nothing and see who is paged next.',
};

const callStory = ({ calls }) => {
  const talking = calls.find(isTalking);
  if (talking) {
    return {
      headline: 'You are on the phone.',
      next: 'Listen, then press a key. Hanging up, or a voicemail, is no answer: only a key is.',
      phone: talking.to,
    };
  }
  const ringing = calls.find(isRinging);
  return (
    ringing && {
      headline: `${readable(ringing.to)} is ringing.`,
      next: 'Pick up and press a key to answer. Let it ring, and the next step of the policy follows.',
      phone: ringing.to,
    }
  );
};

const incidentStory = ({ incidents, messages }) => {
  if (!incidents) return undefined;
  const open = incidents.filter(({ status }) => status === 'triggered');
  const taken = incidents.filter(({ status }) => status === 'acknowledged');
  if (open.length > 0) {
    const page = messages.findLast(({ status }) => status !== 'undelivered');
    const name = open.length === 1 ? `${nameOf(open[0])} waits` : `${open.length} incidents wait`;
    if (!page) return { headline: `${name} for an answer.`, next: 'The first page is on its way.' };
    const code = offeredReplies(page.body)[0]?.code;
    const how = code ? `Reply ${code} to take it.` : 'Answer it there.';
    return {
      headline: `${name} for an answer.`,
      next: `The page is on ${readable(page.to)}. ${how} If nobody answers, that phone rings, then the next person is paged.`,
      phone: page.to,
    };
  }
  if (taken.length > 0) {
    const what = taken.length === 1 ? `${nameOf(taken[0])} is` : `${taken.length} incidents are`;
    return {
      headline: 'Somebody has it.',
      next: `${what} acknowledged: nobody else is paged. Resolve when it is over.`,
    };
  }
  return incidents.length > 0
    ? {
        headline: 'All is quiet again.',
        next: 'Everything is resolved. Fire another alert, perhaps with Twilio broken this time.',
      }
    : undefined;
};

const nameOf = ({ number, id }) => String(number ?? id).replace(/^(\d+)$/, 'INC-$1');

const messageStory = ({ incidents, messages }) => {
  const page = messages.findLast(({ status }) => status !== 'undelivered');
  if (incidents || !page) return undefined;
  return {
    headline: `A page is out to ${readable(page.to)}.`,
    next: 'Answer it on that phone. If nobody does, it rings, then the next person is paged.',
    phone: page.to,
  };
};
