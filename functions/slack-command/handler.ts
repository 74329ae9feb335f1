import { type EdgeDeps, edgeDeps } from '../../shared/runtime/edge/deps.ts';
import { edge, type SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import { Fields } from '../../shared/runtime/edge/fields.ts';
import { NOT_TAKEN } from '../../shared/runtime/edge/not-taken.ts';
import { openAndSend } from '../../shared/runtime/edge/open-and-send.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';
import { empty, ok, type Response } from '../../shared/runtime/http/response.ts';
import { opensModal } from '../../shared/slack/opens-modal.ts';

const TEXT_LENGTH_MAX = 8000;

/** Slack asks now and then whether the certificate is good: with a form that it does not sign, and that says nothing. */
export const sslCheck = (body: Uint8Array): Response | undefined =>
  body.length <= 1000 && /(^|&)ssl_check=1(&|$)/.test(Buffer.from(body).toString('latin1')) ? empty(200) : undefined;

/** POST /v1/slack/command: `/incident ...`, for the worker. A modal that it opens is opened here, while Slack lets us. */
export const slackCommand = async (deps: EdgeDeps, { at, body, leftMs }: SlackWebhook): Promise<Response> => {
  const form = new URLSearchParams(body);
  if (form.get('ssl_check') === '1') return empty(200);
  const fields = new Fields(Object.fromEntries(form));
  const command = {
    type: 'command',
    id: fields.id('trigger_id'),
    at,
    userId: fields.slackId('user_id'),
    channelId: fields.slackId('channel_id'),
    text: fields.text('text', TEXT_LENGTH_MAX),
    responseUrl: fields.url('response_url'),
  } as const;
  if (fields.errors.length > 0) return badRequest(fields.errors);
  const request = (viewId: string | null) => ({ ...command, viewId });
  const notTaken = () => ok({ response_type: 'ephemeral', text: NOT_TAKEN });
  return openAndSend(deps, { triggerId: command.id, modal: opensModal(command.text), request, leftMs, notTaken });
};

export const handler = edge(slackCommand, { deps: edgeDeps, role: 'public', unsigned: sslCheck });
