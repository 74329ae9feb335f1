import type { SlackMessage } from '../../slack/blocks.ts';
import { messageModal } from '../../slack/modals/message-modal.ts';
import { log } from '../log.ts';
import type { WorkerDeps } from './desk.ts';
import { type Reply, words } from './reply.ts';

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

const NO_FORM = 'Slack did not open the form. Please send it again.';

const lane = (channelId?: string | null) => ({
  lane: 'person' as const,
  withinMs: ANSWER_MS,
  ...(channelId ? { channel: channelId } : {}),
});

/** By the request's own answer address, else in the channel for them alone, else as a direct message. */
const tell = async ({ slack }: WorkerDeps, to: Whereto, { text, blocks }: SlackMessage): Promise<boolean> => {
  const message = { text, blocks: [...blocks] };
  if (to.responseUrl) {
    const told = await slack.respond(to.responseUrl, {
      response_type: 'ephemeral',
      replace_original: false,
      ...message,
    });
    if (told.ok) return true;
  }
  if (to.channelId) {
    const ephemeral = { channel: to.channelId, user: to.slackId, ...message };
    if ((await slack.call('chat.postEphemeral', ephemeral, lane(to.channelId))).ok) return true;
  }
  return (await slack.call('chat.postMessage', { channel: to.slackId, ...message }, lane(to.slackId))).ok;
};

/** Puts an answer into the open skeleton. Slack forgets a view that was closed. */
const fill = async ({ slack }: WorkerDeps, viewId: string, view: object): Promise<boolean> =>
  (await slack.call('views.update', { view_id: viewId, view }, lane())).ok;

const asModal = ({ text, blocks }: SlackMessage) => {
  const modal = messageModal('PD Lite', text);
  return blocks.length > 0 ? { ...modal, blocks: [...blocks] } : modal;
};

/** Answers somebody. An answer that reaches nobody is logged: what was done stands, and the card shows it. */
export const answer = async (deps: WorkerDeps, to: Whereto, reply: Reply): Promise<void> => {
  if (reply.type === 'nothing') return;
  if (to.viewId !== null) {
    const view = reply.type === 'form' ? reply.view : asModal(reply.message);
    if (await fill(deps, to.viewId, view)) return;
  }
  const said = reply.type === 'form' ? words(NO_FORM) : reply;
  if (said.type === 'words' && !(await tell(deps, to, said.message))) log.warn('slack.answer-lost', {});
};
