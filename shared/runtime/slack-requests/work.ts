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
import { WhoIsThatError } from './person.ts';
import { type Reply, words } from './reply.ts';
import { runShortcut } from './shortcuts/index.ts';
import { runSubmission } from './submissions/index.ts';

/** What was asked for longer ago than this is not done any more: things have moved on, and a page would surprise. */
const TOO_OLD_SECONDS = 15 * 60;
const TOO_LATE = words('PD Lite came to this too late, and did nothing. Do it again if it is still wanted.');

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

/** The queue hands a request out this often. */
const TIMES_MAX = 5;

/** Slack is not well: what was done is done, and whoever asked is answered when the queue brings it again. */
export class AnswerLostError extends Error {
  override readonly name = 'AnswerLostError';
}

/** The answer to somebody whose request failed; null when it is not the time to say something. */
const sorryFor = (error: unknown, request: SlackRequest, times: number): Reply | null => {
  if (request.type === 'event' || error instanceof AnswerLostError) return null;
  if (error instanceof WhoIsThatError) {
    if (times >= TIMES_MAX) return words('Slack did not say who you are, so nothing was done. Please do it again.');
    return times === 1 ? words('Slack does not say who you are right now. PD Lite asks again for two minutes.') : null;
  }
  return times === 1 ? words(failureText(null)) : null;
};

/**
 * Does what somebody asked for in Slack, and answers them. Safe to do again: what an earlier try did is found.
 *
 * @throws what the table throws, and when Slack is not well: the queue brings the request again
 */
export const work = async (deps: WorkerDeps, request: SlackRequest, { times, now }: Handed): Promise<void> => {
  const to = wheretoOf(request);
  const { id: requestId, at: askedAt, userId } = request;
  if (secondsBetween(askedAt, now) > TOO_OLD_SECONDS && request.type !== 'event') {
    await answer(deps, to, TOO_LATE);
    return;
  }
  const desk: Desk = {
    ...deps,
    requestId,
    askedAt,
    at: now,
    slackId: userId as SlackUserId,
    channelId: channelOf(request),
    isRepeat: times > 1,
  };
  try {
    const isAnswered = await answer(deps, to, await run(desk, request));
    if (!isAnswered && times < TIMES_MAX) throw new AnswerLostError('Slack took no answer');
  } catch (error) {
    const sorry = sorryFor(error, request, times);
    if (sorry) await answer(deps, to, sorry);
    throw error;
  }
};
