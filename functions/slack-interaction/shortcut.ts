import type { EdgeDeps } from '../../shared/runtime/edge/deps.ts';
import type { SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import type { Fields } from '../../shared/runtime/edge/fields.ts';
import { openAndSend } from '../../shared/runtime/edge/open-and-send.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, type Response } from '../../shared/runtime/http/response.ts';
import { SHORTCUTS } from '../../shared/slack/names.ts';
import { modalOfShortcut } from '../../shared/slack/opens-modal.ts';

/** The longest message that Slack takes. */
const TEXT_LENGTH_MAX = 40_000;

/** A message shortcut. A bot's message may have no author and no text. */
export const useShortcut = async (deps: EdgeDeps, fields: Fields, { at, leftMs }: SlackWebhook): Promise<Response> => {
  const callbackId = fields.id('callback_id');
  if (fields.errors.length > 0) return badRequest(fields.errors);
  if (!Object.values<string>(SHORTCUTS).includes(callbackId)) return empty(200);
  const shortcut = {
    type: 'shortcut',
    id: fields.id('trigger_id'),
    at,
    userId: fields.slackId('user.id'),
    callbackId,
    channelId: fields.slackId('channel.id'),
    message: {
      ts: fields.ts('message.ts'),
      text: fields.optional('message.text', (path) => fields.text(path, TEXT_LENGTH_MAX)) ?? '',
      userId: fields.optional('message.user', fields.slackId),
    },
    responseUrl: fields.url('response_url'),
  } as const;
  if (fields.errors.length > 0) return badRequest(fields.errors);
  const request = (viewId: string | null) => ({ ...shortcut, viewId });
  return openAndSend(deps, { triggerId: shortcut.id, modal: modalOfShortcut(callbackId), request, leftMs });
};
