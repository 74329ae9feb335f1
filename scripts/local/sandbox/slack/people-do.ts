import { COMMAND, SHORTCUTS } from '../../../../shared/slack/names.ts';
import type { LocalResponse } from '../../router.ts';
import { problem } from '../problem.ts';
import type { Slack } from './answer.ts';
import { blocksOf, elementsIn, enter, fillIn, type Placed } from './elements.ts';
import type { Events } from './events.ts';
import { closeViews, openView, openViews, readView, replaceView } from './methods/views.ts';
import { type Channel, type Json, type Message, type Person, SLACKBOT, type View } from './model.ts';
import {
  commandForm,
  type Deed,
  messageActions,
  messageShortcut,
  viewActions,
  viewClosed,
  viewSubmission,
} from './payloads.ts';
import { respond, responseUrl } from './responses.ts';
import { isObject } from './schema.ts';
import { typed } from './typed.ts';
import { isGood, type SlackAnswer } from './webhooks.ts';

const COMMAND_PATH = '/v1/slack/command';
const INTERACTION_PATH = '/v1/slack/interaction';
/** Slack's words in a modal whose app does not answer as it should. */
const TROUBLE = 'We had some trouble connecting. Try again?';
const NO_CHANGE: Outcome = { answer: undefined, errors: {}, trouble: null };

/** What came of it, before it is shown: the app's answer (undefined when it was not asked), and what Slack says. */
export interface Outcome {
  readonly answer: SlackAnswer | undefined;
  /** By the block id of the modal's field. */
  readonly errors: Readonly<Record<string, string>>;
  /** What Slack tells the person when the app failed. */
  readonly trouble: string | null;
}

/** Something that people do; or what is wrong with how a test has asked for it. */
export type Deeds = Outcome | LocalResponse;

const deedOf = ({ triggers }: Slack, user: Person): Deed => ({ user, triggerId: triggers.issue(user.id) });

const errorOf = (answer: SlackAnswer): string => (answer.timedOut ? 'operation_timeout' : 'dispatch_failed');

/** Slackbot tells the person, and nobody else, that the app did not answer. */
const complain = (slack: Slack, channel: Channel, user: Person, what: string, answer: SlackAnswer): Outcome => {
  if (isGood(answer)) return { ...NO_CHANGE, answer };
  const text = `${what} failed with the error "${errorOf(answer)}"`;
  slack.workspace.post({ channel, user: SLACKBOT, text, visibleTo: user.id });
  return { ...NO_CHANGE, answer, trouble: text };
};

/** `/incident ...`, typed in a channel. What the app answers at once is shown. */
export const useCommand = async (
  slack: Slack,
  user: Person,
  { command, text, channel: where }: { command: string; text: string; channel: Channel },
): Promise<Deeds> => {
  if (command !== COMMAND) return problem(400, `${command} is no command of this workspace; ${COMMAND} is.`, 'command');
  if (where.isArchived) return problem(409, 'Nobody can write in a channel that is archived.', 'channel');
  const channel = where.personId === null ? slack.workspace.join(where, user.id) : where;
  const address = responseUrl(slack, user.id, channel.id, null);
  const written = { command, text: typed(slack.workspace, text), channel, responseUrl: address };
  const answer = await slack.webhooks.postForm(COMMAND_PATH, commandForm(deedOf(slack, user), written));
  if (isGood(answer) && answer.body.trim()) {
    const body = parsed(answer.body) ?? { text: answer.body };
    respond(slack, { channel: channel.id, user: user.id, messageId: null }, body);
  }
  return complain(slack, channel, user, command, answer);
};

const parsed = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const interact = (slack: Slack, payload: Json): Promise<SlackAnswer> =>
  slack.webhooks.postForm(INTERACTION_PATH, { payload: JSON.stringify(payload) });

/** What is used, and the value that is chosen in it. */
export interface Use {
  readonly actionId: string;
  readonly blockId: string | undefined;
  readonly value: unknown;
}

const find = (blocks: readonly Json[], { actionId, blockId }: Use): Placed | undefined =>
  elementsIn(blocks).find(
    ({ blockId: id, element }) => element.action_id === actionId && (blockId === undefined || id === blockId),
  );

/** The action of a payload; a button gives its own value, a menu what is chosen. */
const actionOf = (slack: Slack, { blockId, element }: Placed, value: unknown): Json | LocalResponse => {
  const { action_id, type } = element;
  const named = { action_id, block_id: blockId, type, action_ts: slack.workspace.nextTs() };
  if (type === 'button') {
    const { text, value: own, style } = element;
    return { ...named, text, ...(own === undefined ? {} : { value: own }), ...(style ? { style } : {}) };
  }
  const entered = enter(slack.workspace, element, value);
  return entered.ok ? { ...named, ...entered.value } : problem(400, `The value ${entered.why}.`, 'value');
};

const isProblem = (value: object): value is LocalResponse => 'status' in value && 'body' in value;

/** Somebody uses a button or a menu of a message. */
export const useMessage = async (slack: Slack, user: Person, message: Message, use: Use): Promise<Deeds> => {
  const placed = find(message.blocks, use);
  if (!placed) return problem(404, `The message has nothing with the action id ${use.actionId}.`, 'actionId');
  const action = actionOf(slack, placed, use.value);
  if (isProblem(action)) return action;
  const channel = slack.workspace.channels.get(message.channel) as Channel;
  const address = responseUrl(slack, user.id, channel.id, message);
  const payload = messageActions(deedOf(slack, user), { channel, message, action, responseUrl: address });
  return complain(slack, channel, user, 'That', await interact(slack, payload));
};

/** Somebody uses a button or a menu of a modal or of App Home. */
export const useView = async (slack: Slack, user: Person, view: View, use: Use): Promise<Deeds> => {
  const placed = find(blocksOf(view.payload), use);
  if (!placed) return problem(404, `The view has nothing with the action id ${use.actionId}.`, 'actionId');
  const action = actionOf(slack, placed, use.value);
  if (isProblem(action)) return action;
  const answer = await interact(slack, viewActions(deedOf(slack, user), view, action));
  return { ...NO_CHANGE, answer, trouble: isGood(answer) ? null : TROUBLE };
};

/** Somebody submits a modal. Slack holds back what is not complete; then the app's answer decides what is seen next. */
export const submit = async (slack: Slack, user: Person, view: View, given: Json): Promise<Deeds> => {
  if (!view.payload.submit) return problem(409, 'The modal has nothing to submit (yet).', 'viewId');
  const filled = fillIn(slack.workspace, view.payload, given);
  if (!filled.ok) return problem(400, `The field ${filled.why}.`, filled.field);
  if (Object.keys(filled.errors).length > 0) return { ...NO_CHANGE, errors: filled.errors };
  const answer = await interact(slack, viewSubmission(deedOf(slack, user), view, filled.values));
  const errors = isGood(answer) ? followSubmission(slack, view, answer) : undefined;
  return errors ? { answer, errors, trouble: null } : { answer, errors: {}, trouble: TROUBLE };
};

/** Does what the app answered to a submission. @returns the errors of its fields; undefined for an answer that is none */
const followSubmission = (slack: Slack, view: View, answer: SlackAnswer): Record<string, string> | undefined => {
  const body = answer.body.trim() ? parsed(answer.body) : {};
  const action = body?.response_action;
  if (!body) return undefined;
  if (action === undefined) {
    closeViews(slack, view.user, view);
    return {};
  }
  if (action === 'clear') {
    closeViews(slack, view.user);
    return {};
  }
  if (action === 'errors') return fieldErrors(view, body.errors);
  const next = readView(body.view, 'modal');
  if (!next.ok || (action !== 'update' && action !== 'push')) return undefined;
  if (action === 'push') openView(slack, view.user, next.value, view);
  else replaceView(slack, view, next.value);
  return {};
};

/** An error can stand only at a field that there is: with any other the whole answer is no answer. */
const fieldErrors = (view: View, given: unknown): Record<string, string> | undefined => {
  if (!isObject(given)) return undefined;
  const inputs = new Set(blocksOf(view.payload).flatMap(({ type, block_id }) => (type === 'input' ? [block_id] : [])));
  const entries = Object.entries(given);
  const isWhole = entries.length > 0 && entries.every(([id, text]) => inputs.has(id) && typeof text === 'string');
  return isWhole ? Object.fromEntries(entries.map(([id, text]) => [id, String(text)])) : undefined;
};

/** Somebody closes a modal without submitting; the app hears of it when it wants to. */
export const close = async (slack: Slack, user: Person, view: View): Promise<Deeds> => {
  closeViews(slack, view.user, view);
  if (view.payload.notify_on_close !== true) return NO_CHANGE;
  return { ...NO_CHANGE, answer: await interact(slack, viewClosed(deedOf(slack, user), view, false)) };
};

/** Somebody uses a shortcut of a message's menu. */
export const useShortcut = async (slack: Slack, user: Person, message: Message, callbackId: string): Promise<Deeds> => {
  const known: readonly string[] = Object.values(SHORTCUTS);
  if (!known.includes(callbackId)) return problem(400, `A shortcut is one of ${known.join(', ')}.`, 'callbackId');
  const channel = slack.workspace.channels.get(message.channel) as Channel;
  const address = responseUrl(slack, user.id, channel.id, message);
  const actionTs = slack.workspace.nextTs();
  const shortcut = { callbackId, channel, message, responseUrl: address, actionTs };
  const answer = await interact(slack, messageShortcut(deedOf(slack, user), shortcut));
  return complain(slack, channel, user, 'The shortcut', answer);
};

/** Somebody reacts to a message; the app hears of it where it is a member. */
export const react = async (
  slack: Slack,
  events: Events,
  user: Person,
  { message, name }: { message: Message; name: string },
): Promise<Deeds> => {
  const reaction = message.reactions.find((each) => each.name === name);
  if (reaction?.users.includes(user.id)) return problem(409, `${user.name} has reacted so already.`, 'name');
  slack.workspace.react(message, name, user.id);
  const { channel, ts, user: author } = message;
  const isHeard = slack.workspace.channels.get(channel)?.members.some((id) => slack.workspace.user(id)?.isBot);
  if (!isHeard) return NO_CHANGE;
  const item = { type: 'message', channel, ts };
  const event = { type: 'reaction_added', user: user.id, reaction: name, item, item_user: author };
  return { ...NO_CHANGE, answer: await events.send({ ...event, event_ts: slack.workspace.nextTs() }) };
};

/** Somebody opens the app's Home. */
export const openHome = async (slack: Slack, events: Events, user: Person): Promise<Deeds> => {
  const channel = slack.workspace.directMessages(user.id).id;
  const event = { type: 'app_home_opened', user: user.id, channel, tab: 'home', event_ts: slack.workspace.nextTs() };
  return { ...NO_CHANGE, answer: await events.send(event) };
};

/** The modal that a person has in front of them. */
export const topView = (slack: Slack, user: Person): View | undefined => openViews(slack, user.id).at(-1);
