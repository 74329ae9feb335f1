import { randomUUID } from 'node:crypto';
import type { LocalRequest, LocalResponse, Route } from '../../router.ts';
import { gate } from '../gate.ts';
import { type Methods, refuse, type Slack } from './answer.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationsMethods } from './methods/conversations.ts';
import { peopleMethods } from './methods/people.ts';
import { pinsMethods } from './methods/pins.ts';
import { viewsMethods } from './methods/views.ts';

const PREFIX = '/_slack/api/';
/** How long an outage asks to wait that limits everything. */
const OUTAGE_WAIT_SECONDS = 30;

const METHODS: Methods = { ...chatMethods, ...conversationsMethods, ...peopleMethods, ...pinsMethods, ...viewsMethods };

/** The methods that the sandbox's Slack knows. */
export const METHOD_NAMES: readonly string[] = Object.keys(METHODS);

/** What Slack's edge says when nobody behind it does. */
export const OUTAGE: LocalResponse = {
  status: 503,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Service Unavailable</h1></body></html>',
};

/** Slack's Web API: https://docs.slack.dev/apis/web-api, as far as the product calls it. */
export const webApiRoutes = (slack: Slack): Route[] => {
  const handle = gate(slack.world, 'slack', OUTAGE, (request) => serve(slack, request));
  return [{ method: 'ANY', path: `${PREFIX}*`, handle }];
};

const serve = (slack: Slack, request: LocalRequest): LocalResponse | void => {
  const name = request.path.slice(PREFIX.length);
  const args = readArguments(request);
  const refusal = refusedAccess(slack, request, args);
  if (refusal) return answer(refuse(refusal));
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) return answer({ ...refuse('unknown_method'), req_method: name });
  if (slack.world.outages.mode('slack') === 'ratelimited') {
    slack.limits.refuse(name);
    return limited(OUTAGE_WAIT_SECONDS);
  }
  const waitSeconds = slack.limits.take(name, channelOf(slack, args));
  if (waitSeconds !== undefined) return limited(waitSeconds);
  const failure = slack.failures.take(name);
  if (failure === 'ratelimited') return limited(OUTAGE_WAIT_SECONDS);
  if (failure !== undefined && failure !== 'answer-lost') return answer(refuse(failure));
  const result = method(slack, args);
  if (failure === undefined) return answer(result);
  request.response.destroy();
};

const refusedAccess = (slack: Slack, request: LocalRequest, args: Arguments): string | undefined => {
  const header = request.headers.authorization ?? '';
  const token = header.startsWith('Bearer ') ? header.slice('Bearer '.length) : args.text('token');
  if (!token) return 'not_authed';
  return token === slack.account.botToken ? undefined : 'invalid_auth';
};

/** The channel whose limit a call counts against, by its id whatever name the call has for it. */
const channelOf = ({ workspace }: Slack, args: Arguments): string => {
  const reference = args.text('channel');
  return workspace.user(reference) ? `D${reference.slice(1)}` : (workspace.conversation(reference)?.id ?? reference);
};

const answer = (body: object): LocalResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-slack-req-id': randomUUID() },
  body: JSON.stringify(body),
});

const limited = (seconds: number): LocalResponse => ({
  ...answer(refuse('ratelimited')),
  status: 429,
  headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': String(seconds) },
});
