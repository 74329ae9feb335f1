import type { LocalRequest, LocalResponse, Route } from '../../router.ts';
import { type JsonObject, json, problem, readObject } from '../problem.ts';
import type { Slack } from './answer.ts';
import type { Events } from './events.ts';
import { type Channel, GENERAL, type Message, PEOPLE, type Person, type View } from './model.ts';
import { overview } from './overview.ts';
import {
  close,
  type Deeds,
  type Outcome,
  openHome,
  react,
  submit,
  topView,
  useCommand,
  useMessage,
  useShortcut,
  useView,
} from './people-do.ts';
import { viewResource } from './resources.ts';
import { isObject } from './schema.ts';
import { typed } from './typed.ts';
import { METHOD_NAMES } from './web-api.ts';

const TEXT_CHARACTERS_MAX = 12_000;
const FAILURES_MAX = 1_000;

interface Parts {
  readonly slack: Slack;
  readonly events: Events;
}

type Act = (parts: Parts, user: Person, body: JsonObject) => Promise<Deeds> | Deeds;

/** What people do in the workspace, for the page and for tests; each answers what the person then sees. */
export const driverRoutes = (parts: Parts): Route[] => {
  const post = (name: string, act: Act): Route => ({
    method: 'POST',
    path: `/sandbox/slack/${name}`,
    handle: asPerson(parts, act),
  });
  return [
    { method: 'GET', path: '/sandbox/slack', handle: async () => json(overview(parts.slack)) },
    post('command', command),
    post('message', message),
    post('click', click),
    post('submit', submitView),
    post('close', closeView),
    post('shortcut', shortcut),
    post('reaction', reaction),
    post('home', ({ slack, events }, user) => openHome(slack, events, user)),
    { method: 'POST', path: '/sandbox/slack/verify', handle: () => verify(parts) },
    { method: 'POST', path: '/sandbox/slack/failures', handle: async (request) => fail(parts, request) },
    { method: 'DELETE', path: '/sandbox/slack/failures', handle: async () => heal(parts) },
  ];
};

const asPerson =
  (parts: Parts, act: Act) =>
  async (request: LocalRequest): Promise<LocalResponse> => {
    const body = readObject(request);
    if (!body) return problem(400, 'The body must be a JSON object.', 'body');
    const user = PEOPLE.find(({ id }) => id === body.user);
    if (!user) return problem(400, `The user is one of ${PEOPLE.map(({ id }) => id).join(', ')}.`, 'user');
    const before = parts.slack.workspace.nextTs();
    const deed = await act(parts, user, body);
    return 'status' in deed ? deed : json(seen(parts.slack, user, before, deed));
  };

/** What the person sees now: the app's answer, the last message that only they see, and the modal in front of them. */
const seen = (slack: Slack, user: Person, since: string, { answer, errors, trouble }: Outcome): object => {
  const told = slack.workspace.messages
    .all()
    .findLast(({ visibleTo, ts, isDeleted }) => visibleTo === user.id && Number(ts) > Number(since) && !isDeleted);
  const view = topView(slack, user);
  return {
    status: answer?.status ?? null,
    body: answer?.body ?? '',
    ephemeral: told?.text ?? null,
    view: view ? viewResource(view) : null,
    errors,
    trouble,
  };
};

const readText = (value: unknown, field: string): string | LocalResponse => {
  if (typeof value !== 'string') return problem(400, `The ${field} must be text.`, field);
  return value.length > TEXT_CHARACTERS_MAX ? problem(400, `The ${field} is too long for Slack.`, field) : value;
};

const readChannel = ({ slack }: Parts, value: unknown): Channel | LocalResponse => {
  const channel = slack.workspace.conversation(typeof value === 'string' ? value : GENERAL);
  return channel ?? problem(404, `There is no channel ${value}.`, 'channel');
};

/** A message that this person sees. */
const readMessage = ({ slack }: Parts, user: Person, value: unknown): Message | LocalResponse => {
  const found = slack.workspace.messages.get(String(value));
  if (!found || found.isDeleted) return problem(404, 'There is no such message.', 'messageId');
  const dmWith = slack.workspace.channels.get(found.channel)?.personId ?? user.id;
  const isSeen = (found.visibleTo ?? user.id) === user.id && dmWith === user.id;
  return isSeen ? found : problem(404, `${user.name} does not see this message.`, 'messageId');
};

/** A modal that is open for this person, or their App Home. */
const readOpenView = ({ slack }: Parts, user: Person, value: unknown): View | LocalResponse => {
  const id = String(value);
  const found = slack.workspace.views.get(id) ?? slack.workspace.homes.get(id);
  if (!found || found.user !== user.id) return problem(404, `${user.name} has no such view.`, 'viewId');
  return found.isClosed ? problem(409, 'The modal has been closed.', 'viewId') : found;
};

const isProblem = (value: object | string): value is LocalResponse => typeof value === 'object' && 'status' in value;

const command: Act = ({ slack, ...rest }, user, body) => {
  const name = readText(body.command ?? '/incident', 'command');
  const text = readText(body.text ?? '', 'text');
  const channel = readChannel({ slack, ...rest }, body.channel);
  if (typeof name !== 'string') return name;
  if (typeof text !== 'string') return text;
  return isProblem(channel) ? channel : useCommand(slack, user, { command: name, text: text.trim(), channel });
};

/** A plain message: nobody but the people in the channel hears of it. */
const message: Act = (parts, user, body) => {
  const { workspace } = parts.slack;
  const text = readText(body.text, 'text');
  const channel = readChannel(parts, body.channel);
  if (typeof text !== 'string') return text;
  if (!text.trim()) return problem(400, 'What does the person write?', 'text');
  if (isProblem(channel)) return channel;
  if (channel.isArchived) return problem(409, 'Nobody can write in a channel that is archived.', 'channel');
  if (channel.personId !== null && channel.personId !== user.id)
    return problem(404, 'There is no such channel.', 'channel');
  const joined = channel.personId === null ? workspace.join(channel, user.id) : channel;
  workspace.post({ channel: joined, user: user.id, text: typed(workspace, text.trim()) });
  return { answer: undefined, errors: {}, trouble: null };
};

const click: Act = (parts, user, { messageId, viewId, actionId, blockId, value }) => {
  if (typeof actionId !== 'string') return problem(400, 'Which button? Give its action id.', 'actionId');
  const use = { actionId, blockId: typeof blockId === 'string' ? blockId : undefined, value };
  if (viewId !== undefined) {
    const view = readOpenView(parts, user, viewId);
    return isProblem(view) ? view : useView(parts.slack, user, view, use);
  }
  const found = readMessage(parts, user, messageId);
  return isProblem(found) ? found : useMessage(parts.slack, user, found, use);
};

const submitView: Act = (parts, user, { viewId, values = {} }) => {
  const view = readOpenView(parts, user, viewId);
  if (isProblem(view)) return view;
  if (!isObject(values)) return problem(400, 'The values must be an object, by block id.', 'values');
  return submit(parts.slack, user, view, values);
};

const closeView: Act = (parts, user, { viewId }) => {
  const view = readOpenView(parts, user, viewId);
  return isProblem(view) ? view : close(parts.slack, user, view);
};

const shortcut: Act = (parts, user, { messageId, callbackId }) => {
  const found = readMessage(parts, user, messageId);
  return isProblem(found) ? found : useShortcut(parts.slack, user, found, String(callbackId));
};

const reaction: Act = (parts, user, { messageId, name }) => {
  const found = readMessage(parts, user, messageId);
  if (isProblem(found)) return found;
  const isName = typeof name === 'string' && /^[a-z0-9_+'-]{1,100}$/.test(name);
  if (!isName) return problem(400, 'The name of a reaction, as in :pushpin: without the colons.', 'name');
  return react(parts.slack, parts.events, user, { message: found, name });
};

const verify = async ({ events }: Parts): Promise<LocalResponse> => {
  const { answer, isEchoed } = await events.verify();
  return json({ status: answer.status, body: answer.body, verified: isEchoed });
};

const fail = ({ slack }: Parts, request: LocalRequest): LocalResponse => {
  const { method, error, times = 1 } = readObject(request) ?? {};
  if (!METHOD_NAMES.includes(method as string)) return problem(400, 'The sandbox has no such method.', 'method');
  const isError = typeof error === 'string' && /^[a-z_-]{1,60}$/.test(error);
  if (!isError) return problem(400, 'An error of Slack, ratelimited, or answer-lost.', 'error');
  const isCount = Number.isInteger(times) && Number(times) >= 1 && Number(times) <= FAILURES_MAX;
  if (!isCount) return problem(400, `How many times, from 1 to ${FAILURES_MAX}.`, 'times');
  slack.failures.order({ method: method as string, error, times: Number(times) });
  return json({ items: slack.failures.all() });
};

const heal = ({ slack }: Parts): LocalResponse => {
  slack.failures.clear();
  return json({ items: [] });
};
