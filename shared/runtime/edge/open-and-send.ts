import { skeleton } from '../../slack/modals/skeleton.ts';
import type { ModalName } from '../../slack/names.ts';
import type { SlackRequest } from '../../slack/requests.ts';
import { unavailable } from '../http/problems.ts';
import { empty, type Response } from '../http/response.ts';
import type { EdgeDeps } from './deps.ts';
import { NOT_TAKEN } from './not-taken.ts';

export interface OpenAndSend {
  readonly triggerId: string;
  /** The modal that it opens; null when it is done at once. */
  readonly modal: ModalName | null;
  /** What goes onto the queue, with the modal that was opened for it. */
  readonly request: (viewId: string | null) => SlackRequest;
  readonly leftMs: () => number;
  /** What to answer when the queue did not take it; without it 503, which Slack shows as a warning at the button. */
  readonly notTaken?: () => Response;
}

/** Opens the modal that is wanted, as long as Slack lets us, and leaves the rest to the worker. */
export const openAndSend = async (
  { views, requests }: EdgeDeps,
  { triggerId, modal, request, leftMs, notTaken = unavailable }: OpenAndSend,
): Promise<Response> => {
  const view = modal && skeleton(modal);
  const viewId = view && (await views.open(triggerId, view, leftMs));
  if (await requests.send(request(viewId), leftMs)) return empty(200);
  if (view && viewId) await views.say(viewId, view, NOT_TAKEN, leftMs);
  return notTaken();
};
