import { randomBytes } from 'node:crypto';
import { addSeconds } from '../../../../shared/lib/instant.ts';
import type { LocalRequest, LocalResponse, Route } from '../../router.ts';
import { gate } from '../gate.ts';
import { readObject } from '../problem.ts';
import { readContent, type Slack } from './answer.ts';
import { Arguments } from './arguments.ts';
import { APP, type Json, type Message, type ResponseUrl } from './model.ts';
import { OUTAGE } from './web-api.ts';

const PREFIX = '/_slack/response/';
const USES_MAX = 5;
const LIFETIME_SECONDS = 30 * 60;

/** A new address to answer somebody by, who did something in a channel, perhaps with a message. */
export const responseUrl = (slack: Slack, user: string, channel: string, message: Message | null): string => {
  const expiresAt = addSeconds(slack.world.clock.now(), LIFETIME_SECONDS);
  const id = randomBytes(12).toString('hex');
  slack.workspace.responses.put({
    id,
    channel,
    user,
    messageId: message?.id ?? null,
    usesLeft: USES_MAX,
    expiresAt,
  });
  return `${slack.world.localUrl()}${PREFIX}${id}`;
};

/** Where apps answer: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. */
export const responseRoutes = (slack: Slack): Route[] => [
  {
    method: 'POST',
    path: `${PREFIX}{id}`,
    handle: gate(slack.world, 'slack', OUTAGE, (request) => serve(slack, request)),
  },
];

const serve = (slack: Slack, request: LocalRequest): LocalResponse => {
  const url = slack.workspace.responses.get(request.params.id ?? '');
  const body = readObject(request);
  if (slack.world.outages.mode('slack') === 'ratelimited') {
    return { ...failure(429, 'ratelimited'), headers: { 'content-type': 'application/json', 'retry-after': '30' } };
  }
  if (!url || slack.world.clock.now() > url.expiresAt) return failure(404, 'expired_url');
  if (url.usesLeft === 0) return failure(404, 'used_url');
  if (!body) return failure(400, 'invalid_payload');
  const error = respond(slack, url, body);
  if (error) return failure(500, error);
  slack.workspace.responses.put({ ...url, usesLeft: url.usesLeft - 1 });
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"ok":true}' };
};

const failure = (status: number, error: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ ok: false, error }),
});

/** Does what an app answers: by a response address, or at once to a command. @returns Slack's error, if it refuses */
export const respond = (
  slack: Slack,
  to: Pick<ResponseUrl, 'channel' | 'user' | 'messageId'>,
  body: Json,
): string | undefined => {
  const { workspace } = slack;
  const channel = workspace.channels.get(to.channel);
  if (!channel || channel.isArchived) return channel ? 'is_archived' : 'channel_not_found';
  const original = to.messageId === null ? undefined : workspace.messages.get(to.messageId);
  if (body.delete_original === true && original) {
    workspace.change(original, { isDeleted: true });
    return undefined;
  }
  const content = readContent(new Arguments(body));
  if (!content.ok) return String(content.refusal.error);
  const { text, blocks = [] } = content.value;
  if (body.replace_original === true && original && !original.isDeleted) {
    workspace.change(original, { text, blocks, editedTs: workspace.nextTs() });
    return undefined;
  }
  const visibleTo = body.response_type === 'in_channel' ? null : to.user;
  workspace.post({ channel, user: APP.userId, text, blocks, visibleTo });
  return undefined;
};
