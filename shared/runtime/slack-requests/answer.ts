import type { Result } from '../../lib/result.ts';
import { type SlackMessage, say } from '../../slack/blocks.ts';
import { messageModal } from '../../slack/modals/message-modal.ts';
import { log } from '../log.ts';
import type { SlackFailure } from '../slack/slack-api.ts';
import type { WorkerDeps } from './desk.ts';
import type { Reply } from './reply.ts';

/** Where an answer can go. */
export interface Whereto {
  readonly slackId: string;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
  /** A skeleton that is open for the answer. */
  readonly viewId: string | null;
}

/** Slack takes an answer within this long, or the next way is tried. */
const ANSWER_MS = 3000;

const NO_FORM = say('Slack did not open the form. Please send it again.');

const lane = (channelId?: string | null) => ({
  lane: 'person' as const,
  withinMs: ANSWER_MS,
  ...(channelId ? { channel: channelId } : {}),
});

/** `gone`: Slack says that there is no such way any more. `silent`: Slack is not well, and may take it later. */
type Told = 'told' | 'gone' | 'silent';

const toldBy = (answer: Result<unknown, SlackFailure>): Told =>
  answer.ok ? 'told' : answer.error.kind === 'refused' ? 'gone' : 'silent';

/** By the request's own answer address, else in the channel for them alone, else as a direct message. */
const tell = async ({ slack }: WorkerDeps, to: Whereto, { text, blocks }: SlackMessage): Promise<Told> => {
  const message = { text, blocks: [...blocks] };
  if (to.responseUrl) {
    const ephemeral = { response_type: 'ephemeral', replace_original: false, ...message };
    if (toldBy(await slack.respond(to.responseUrl, ephemeral)) === 'told') return 'told';
  }
  if (to.channelId) {
    const ephemeral = { channel: to.channelId, user: to.slackId, ...message };
    if (toldBy(await slack.call('chat.postEphemeral', ephemeral, lane(to.channelId))) === 'told') return 'told';
  }
  return toldBy(await slack.call('chat.postMessage', { channel: to.slackId, ...message }, lane(to.slackId)));
};

const asModal = ({ text, blocks }: SlackMessage) => {
  const modal = messageModal('PD Lite', text);
  return blocks.length > 0 ? { ...modal, blocks: [...blocks] } : modal;
};

/** Puts an answer into the open skeleton. Slack forgets a view that was closed. */
const fill = async (
  { slack }: WorkerDeps,
  viewId: string,
  reply: Exclude<Reply, { type: 'nothing' }>,
): Promise<Told> => {
  const view = reply.type === 'form' ? reply.view : asModal(reply.message);
  return toldBy(await slack.call('views.update', { view_id: viewId, view }, lane()));
};

/**
 * Answers somebody. False: Slack is not well, and the same may go later. An answer for which there is no way left is
 * logged: what was done stands, and the card shows it.
 */
export const answer = async (deps: WorkerDeps, to: Whereto, reply: Reply): Promise<boolean> => {
  if (reply.type === 'nothing') return true;
  if (to.viewId !== null && (await fill(deps, to.viewId, reply)) === 'told') return true;
  const said = reply.type === 'form' ? NO_FORM : reply.message;
  const told = await tell(deps, to, said);
  if (told !== 'told') log.warn('slack.answer-lost', { told });
  return told !== 'silent';
};
