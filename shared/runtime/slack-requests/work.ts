import type { SlackUserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { secondsBetween } from '../../lib/instant.ts';
import { MODALS } from '../../slack/names.ts';
import { modalOfAction } from '../../slack/opens-modal.ts';
import { failureText } from '../../slack/refusal.ts';
import type { SlackRequest } from '../../slack/requests.ts';
import { runAction } from './actions/index.ts';
import { answer, type Whereto } from './answer.ts';
import { runCommand } from './commands/index.ts';
import { readMetadata } from './declare-form.ts';
import type { Desk, WorkerDeps } from './desk.ts';
import { runEvent } from './events/index.ts';
import { type Reply, words } from './reply.ts';
import { runShortcut } from './shortcuts/index.ts';
import { runSubmission } from './submissions/index.ts';

/** What was asked for longer ago than this is not done any more: things have moved on, and a page would surprise. */
const TOO_OLD_SECONDS = 15 * 60;

export interface Handed {
  /** How often the queue has handed it out, from 1. */
  readonly times: number;
  readonly now: Instant;
}

/** Where they did it. */
const channelOf = (request: SlackRequest): string | null => {
  switch (request.type) {
    case 'command':
    case 'action':
    case 'shortcut':
      return request.channelId;
    case 'submission':
      return request.callbackId === MODALS.declare ? readMetadata(request.privateMetadata).channelId : null;
    case 'event':
      return request.event.type === 'reaction_added' ? request.event.channelId : null;
  }
};

/** The skeleton that waits for the answer. The view of any other button is App Home, or a modal of somebody's own. */
const openViewOf = (request: SlackRequest): string | null => {
  if (request.type === 'action') return modalOfAction(request.actionId) ? request.viewId : null;
  return request.type === 'command' || request.type === 'shortcut' ? request.viewId : null;
};

const wheretoOf = (request: SlackRequest): Whereto => ({
  slackId: request.userId,
  channelId: channelOf(request),
  responseUrl: 'responseUrl' in request ? request.responseUrl : null,
  viewId: openViewOf(request),
});

const run = (desk: Desk, request: SlackRequest): Promise<Reply> => {
  switch (request.type) {
    case 'command':
      return runCommand(desk, request.text);
    case 'action':
      return runAction(desk, request);
    case 'submission':
      return runSubmission(desk, request);
    case 'shortcut':
      return runShortcut(desk, request);
    case 'event':
      return runEvent(desk, request);
  }
};

/**
 * Does what somebody asked for in Slack, and answers them. Safe to do again.
 *
 * @throws what the table throws: they have been told that the outcome is not known, and the queue brings it again
 */
export const work = async (deps: WorkerDeps, request: SlackRequest, { times, now }: Handed): Promise<void> => {
  const to = wheretoOf(request);
  const { id: requestId, at, userId } = request;
  if (secondsBetween(at, now) > TOO_OLD_SECONDS && request.type !== 'event') {
    return answer(
      deps,
      to,
      words('PD Lite came to this too late, and did nothing. Do it again if it is still wanted.'),
    );
  }
  const desk: Desk = {
    ...deps,
    requestId,
    at,
    slackId: userId as SlackUserId,
    channelId: channelOf(request),
    isRepeat: times > 1,
  };
  try {
    await answer(deps, to, await run(desk, request));
  } catch (error) {
    if (times === 1 && request.type !== 'event') await answer(deps, to, words(failureText(null)));
    throw error;
  }
};
