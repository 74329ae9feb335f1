import { type EdgeDeps, edgeDeps } from '../../shared/runtime/edge/deps.ts';
import { edge, type SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import { Fields, jsonOf } from '../../shared/runtime/edge/fields.ts';
import { badRequest, unavailable } from '../../shared/runtime/http/problems.ts';
import { empty, ok, type Response } from '../../shared/runtime/http/response.ts';
import { TIMELINE_REACTIONS } from '../../shared/slack/names.ts';
import type { EventRequest } from '../../shared/slack/requests.ts';

const NAME_LENGTH_MAX = 255;

/** What our own bot did comes back to us as an event, too. */
const isOurOwn = (fields: Fields): boolean => {
  const ours = fields.at('authorizations.0.is_bot') === true ? fields.at('authorizations.0.user_id') : undefined;
  return fields.at('event.bot_id') !== undefined || (ours !== undefined && ours === fields.at('event.user'));
};

/** What is worth the worker's while; undefined for all that we never do anything about. */
const read = (fields: Fields): EventRequest['event'] | undefined => {
  switch (fields.text('event.type', NAME_LENGTH_MAX)) {
    case 'app_home_opened':
      return fields.at('event.tab') === 'home' ? { type: 'app_home_opened' } : undefined;
    case 'reaction_added': {
      const reaction = fields.id('event.reaction');
      const isMessage = fields.text('event.item.type', NAME_LENGTH_MAX) === 'message';
      if (!isMessage || !TIMELINE_REACTIONS.some((name) => name === reaction)) return undefined;
      const [channelId, ts] = [fields.slackId('event.item.channel'), fields.ts('event.item.ts')];
      return { type: 'reaction_added', reaction, channelId, ts };
    }
    default:
      return undefined;
  }
};

/**
 * POST /v1/slack/event: reactions and opened App Homes, for the worker. Slack tries again what is not answered with 200,
 * with the same event id; everything that we do nothing about is answered so.
 */
export const slackEvent = async (deps: EdgeDeps, { at, body, leftMs }: SlackWebhook): Promise<Response> => {
  const fields = new Fields(jsonOf(body));
  const type = fields.text('type', NAME_LENGTH_MAX);
  const challenge = type === 'url_verification' ? fields.text('challenge', NAME_LENGTH_MAX) : undefined;
  const event = type === 'event_callback' && !isOurOwn(fields) ? read(fields) : undefined;
  const common = event && { id: fields.id('event_id'), at, userId: fields.slackId('event.user') };
  if (fields.errors.length > 0) return badRequest(fields.errors);
  if (challenge !== undefined) return ok({ challenge });
  if (!event || !common) return empty(200);
  return (await deps.requests.send({ type: 'event', ...common, event }, leftMs)) ? empty(200) : unavailable();
};

export const handler = edge(slackEvent, { deps: edgeDeps, role: 'public' });
