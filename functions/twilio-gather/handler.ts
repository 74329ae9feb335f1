import type { Actor } from '../../shared/domain/incident/actor.ts';
import { type AnswerAction, parseDigits } from '../../shared/domain/paging/digits.ts';
import { voiceTexts } from '../../shared/domain/paging/message-texts.ts';
import { commands } from '../../shared/runtime/dependencies.ts';
import { environment, once } from '../../shared/runtime/environment.ts';
import { http } from '../../shared/runtime/http/http.ts';
import type { Request } from '../../shared/runtime/http/request.ts';
import { type Response, xml } from '../../shared/runtime/http/response.ts';
import { attemptOf, twilioWebhook } from '../../shared/runtime/http/twilio-webhook.ts';
import { type Answered, answer } from '../../shared/runtime/paging/answer.ts';
import { pages } from '../../shared/runtime/stores.ts';
import { askAgain, sayAndHangUp } from '../../shared/telephony/twiml.ts';

const dependencies = once(() => ({ commands: commands(), pages: pages(), publicUrl: environment('PD_PUBLIC_URL') }));
type Deps = ReturnType<typeof dependencies>;

const confirmation = (action: AnswerAction, number: number): string => {
  if (action === 'acknowledge') return voiceTexts.acknowledged(number);
  return action === 'resolve' ? voiceTexts.resolved(number) : voiceTexts.escalated(number);
};

const spoken = (action: AnswerAction, answered: Answered): string => {
  if (answered.type === 'done') return confirmation(action, answered.number);
  if (answered.type === 'uncertain') return voiceTexts.outcomeUnknown();
  const { refusal, number } = answered;
  if (refusal.code === 'already-acknowledged') return voiceTexts.alreadyAcknowledged(number, refusal.by.name);
  if (refusal.code === 'already-resolved') return voiceTexts.alreadyResolved(number, refusal.by.name);
  return refusal.code === 'nobody-to-page' ? voiceTexts.notEscalated(number) : voiceTexts.outcomeUnknown();
};

const again = (deps: Deps, { search }: Request): Response => {
  const round = Math.min(9, Math.max(1, Number.parseInt(search['round'] ?? '1', 10) || 1));
  const query = `incident=${search['incident'] ?? ''}&attempt=${encodeURIComponent(search['attempt'] ?? '')}&round=${round + 1}`;
  return xml(
    askAgain({
      round,
      text: voiceTexts.wrongKey(),
      action: `${deps.publicUrl}/v1/twilio/gather?${query}`,
      silence: voiceTexts.noInput(),
      enough: voiceTexts.tooManyWrongKeys(),
    }),
  );
};

/** POST /v1/twilio/gather: a key was pressed in a call: 4 acknowledges, 5 escalates, 6 resolves. Commit first, then speak. */
export const twilioGather = twilioWebhook(async (deps: Deps, { request, form }): Promise<Response> => {
  const about = attemptOf(request);
  const attempt = about && (await deps.pages.attempt(about.incidentId, about.attemptId));
  const page = about && attempt && (await deps.pages.get(about.incidentId, attempt.pageId));
  if (!about || !page) return xml(sayAndHangUp(voiceTexts.unknownCall()));
  const action = parseDigits(form.get('Digits') ?? '');
  if (!action) return again(deps, request);
  const by: Actor = { kind: 'user', id: page.userId, name: page.userName, via: 'voice' };
  return xml(sayAndHangUp(spoken(action, await answer(deps.commands, about.incidentId, action, by, request.at))));
});

export const handler = http(twilioGather, { deps: dependencies, role: 'public' });
