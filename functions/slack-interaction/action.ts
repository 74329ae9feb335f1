import type { EdgeDeps } from '../../shared/runtime/edge/deps.ts';
import type { SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import type { Fields } from '../../shared/runtime/edge/fields.ts';
import { openAndSend } from '../../shared/runtime/edge/open-and-send.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, type Response } from '../../shared/runtime/http/response.ts';
import { ACTIONS } from '../../shared/slack/names.ts';
import { modalOfAction } from '../../shared/slack/opens-modal.ts';

const VALUE_LENGTH_MAX = 2000;

/** A button's value, or what was chosen from a menu; empty where there is none. */
const chosenValue = (fields: Fields): string => {
  const text = (path: string) => fields.text(path, VALUE_LENGTH_MAX);
  const places = ['actions.0.value', 'actions.0.selected_option.value', 'actions.0.selected_user'];
  const place = places.find((path) => fields.at(path) !== undefined && fields.at(path) !== null);
  return place === undefined ? '' : text(place);
};

/** A button or a menu. One that is none of ours, such as a link, is acknowledged. */
export const useAction = async (deps: EdgeDeps, fields: Fields, { at, leftMs }: SlackWebhook): Promise<Response> => {
  const actionId = fields.id('actions.0.action_id');
  if (fields.errors.length > 0) return badRequest(fields.errors);
  if (!Object.values<string>(ACTIONS).includes(actionId)) return empty(200);
  const action = {
    type: 'action',
    id: fields.id('trigger_id'),
    at,
    userId: fields.slackId('user.id'),
    actionId,
    value: chosenValue(fields),
    channelId: fields.optional('channel.id', fields.slackId) ?? fields.optional('container.channel_id', fields.slackId),
    messageTs: fields.optional('container.message_ts', fields.ts) ?? fields.optional('message.ts', fields.ts),
    responseUrl: fields.optional('response_url', fields.url),
  } as const;
  const around = fields.at('view.type') === 'modal' ? fields.id('view.id') : null;
  if (fields.errors.length > 0) return badRequest(fields.errors);
  const request = (viewId: string | null) => ({ ...action, viewId: viewId ?? around });
  return openAndSend(deps, { triggerId: action.id, modal: modalOfAction(actionId), request, leftMs });
};
