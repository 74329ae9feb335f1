import { answerOf } from '../../shared/domain/incident/incident.ts';
import { exhaustedVoice, pageVoice, voiceTexts } from '../../shared/domain/paging/message-texts.ts';
import { environment, once } from '../../shared/runtime/environment.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { type Response, xml } from '../../shared/runtime/http/response.ts';
import { attemptOf, twilioWebhook } from '../../shared/runtime/http/twilio-webhook.ts';
import { labelOf } from '../../shared/runtime/paging/label.ts';
import { incidents, pages } from '../../shared/runtime/stores.ts';
import { pageCall, sayAndHangUp } from '../../shared/telephony/twiml.ts';

const dependencies = once(() => ({ incidents: incidents(), pages: pages(), publicUrl: environment('PD_PUBLIC_URL') }));
type Deps = ReturnType<typeof dependencies>;

/** POST /v1/twilio/voice: a call was picked up. Says what is wrong and what to press; a machine hears it and presses nothing. */
export const twilioVoice = twilioWebhook(async (deps: Deps, { request }): Promise<Response> => {
  const about = attemptOf(request);
  const attempt = about && (await deps.pages.attempt(about.incidentId, about.attemptId));
  if (!about || !attempt) return xml(sayAndHangUp(voiceTexts.unknownCall()));
  const [{ incident }, page] = await Promise.all([
    deps.incidents.load(about.incidentId),
    deps.pages.get(about.incidentId, attempt.pageId),
  ]);
  if (!incident || !page) return xml(sayAndHangUp(voiceTexts.unknownCall()));
  const answered = answerOf(incident);
  if (answered?.how === 'acknowledged')
    return xml(sayAndHangUp(voiceTexts.alreadyAcknowledged(incident.number, answered.by.name)));
  if (answered) return xml(sayAndHangUp(voiceTexts.alreadyResolved(incident.number, answered.by.name)));
  const label = labelOf(incident);
  const action = `${deps.publicUrl}/v1/twilio/gather?incident=${about.incidentId}&attempt=${encodeURIComponent(about.attemptId)}&round=1`;
  const text = page.exhausted ? exhaustedVoice(label, page.exhausted) : pageVoice(label);
  return xml(pageCall({ text, action, goodbye: voiceTexts.noInput() }));
});

export const handler = http(twilioVoice, { deps: dependencies, role: 'public' });
