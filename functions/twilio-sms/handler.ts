import type { Actor } from '../../shared/domain/incident/actor.ts';
import { parseReply, type Reply, replyTexts } from '../../shared/domain/paging/reply.ts';
import { isE164 } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { commands } from '../../shared/runtime/dependencies.ts';
import { once } from '../../shared/runtime/environment.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { type Response, xml } from '../../shared/runtime/http/response.ts';
import { type TwilioWebhook, twilioWebhook } from '../../shared/runtime/http/twilio-webhook.ts';
import { type Answered, answer } from '../../shared/runtime/paging/answer.ts';
import { directory, incidents, optOuts, pages } from '../../shared/runtime/stores.ts';
import { smsReply } from '../../shared/telephony/twiml.ts';

const dependencies = once(() => ({
  commands: commands(),
  directory: directory(),
  incidents: incidents(),
  pages: pages(),
  optOuts: optOuts(),
}));
type Deps = ReturnType<typeof dependencies>;
type Wanted = Extract<Reply, { type: 'answer' }>;

const doneText = ({ action, number }: Wanted, at: Instant): string => {
  if (action === 'acknowledge') return replyTexts.acknowledged(number, at);
  return action === 'resolve' ? replyTexts.resolved(number, at) : replyTexts.escalated(number);
};

const textOf = (wanted: Wanted, answered: Answered, by: Actor, at: Instant): string => {
  if (answered.type === 'done') return doneText(wanted, at);
  if (answered.type === 'uncertain') return replyTexts.outcomeUnknown(wanted.number, wanted.action);
  const { refusal } = answered;
  const done = (who: Actor, when: Instant) => ({ by: who.id === by.id ? 'you' : who.name, at: when });
  switch (refusal.code) {
    case 'already-acknowledged':
      return replyTexts.alreadyAcknowledged(wanted.number, done(refusal.by, refusal.at));
    case 'already-resolved':
      return replyTexts.alreadyResolved(wanted.number, done(refusal.by, refusal.at));
    case 'nobody-to-page':
      return replyTexts.notEscalated(wanted.number);
    case 'not-found':
      return replyTexts.unknownNumber(wanted.number);
    default:
      return replyTexts.outcomeUnknown(wanted.number, wanted.action);
  }
};

/** What to say to a text message; undefined says nothing: the carrier answers STOP and START, and we take note. */
const replyTo = async (deps: Deps, { request, form, from }: TwilioWebhook): Promise<string | undefined> => {
  const wanted = parseReply(form.get('Body') ?? '');
  if (wanted.type === 'stop' || wanted.type === 'start') {
    if (isE164(from)) await (wanted.type === 'stop' ? deps.optOuts.add(from, request.at) : deps.optOuts.remove(from));
    return undefined;
  }
  const user = await deps.directory.userOfPhone(from);
  if (!user) return replyTexts.unknownPhone();
  if (wanted.type === 'help') return replyTexts.help();
  if (wanted.type === 'not-understood') return replyTexts.notUnderstood();
  const incidentId = await deps.incidents.idOfNumber(wanted.number);
  if (!incidentId) return replyTexts.unknownNumber(wanted.number);
  const paged = (await deps.pages.of(incidentId, 'r')).some((page) => page.rules.some((rule) => rule.to === from));
  if (!paged) return replyTexts.notPagedToThisPhone(wanted.number);
  const by: Actor = { kind: 'user', id: user.id, name: user.name, via: 'sms' };
  return textOf(wanted, await answer(deps.commands, incidentId, wanted.action, by, request.at), by, request.at);
};

/** POST /v1/twilio/sms: somebody answers a page with `7a`, `7e` or `7c`. Commit first, then the confirmation. */
export const twilioSms = twilioWebhook(
  async (deps: Deps, webhook): Promise<Response> => xml(smsReply(await replyTo(deps, webhook))),
);

export const handler = http(twilioSms, { deps: dependencies, role: 'public' });
