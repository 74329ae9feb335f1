import { type EdgeDeps, edgeDeps } from '../../shared/runtime/edge/deps.ts';
import { edge, type SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import { Fields, jsonOf } from '../../shared/runtime/edge/fields.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, type Response } from '../../shared/runtime/http/response.ts';
import { useAction } from './action.ts';
import { useShortcut } from './shortcut.ts';
import { submit } from './submission.ts';

const TYPE_LENGTH_MAX = 100;

/**
 * POST /v1/slack/interaction: a button, a submitted modal or a message shortcut, for the worker. What Slack tells besides
 * (a closed modal, a link that was followed) is acknowledged, and nothing comes of it.
 */
export const slackInteraction = async (deps: EdgeDeps, webhook: SlackWebhook): Promise<Response> => {
  const form = new Fields(Object.fromEntries(new URLSearchParams(webhook.body)));
  const payload = form.text('payload', webhook.body.length);
  if (form.errors.length > 0) return badRequest(form.errors);
  const fields = new Fields(jsonOf(payload));
  const type = fields.text('type', TYPE_LENGTH_MAX);
  if (fields.errors.length > 0) return badRequest(fields.errors);
  switch (type) {
    case 'block_actions':
      return useAction(deps, fields, webhook);
    case 'view_submission':
      return submit(deps, fields, webhook);
    case 'message_action':
      return useShortcut(deps, fields, webhook);
    default:
      return empty(200);
  }
};

export const handler = edge(slackInteraction, { deps: edgeDeps, role: 'public' });
