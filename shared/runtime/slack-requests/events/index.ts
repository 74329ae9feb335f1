import type { EventRequest } from '../../../slack/requests.ts';
import type { Desk } from '../desk.ts';
import type { Reply } from '../reply.ts';
import { appHomeOpened } from './app-home-opened.ts';
import { reactionAdded } from './reaction-added.ts';

/** Something that Slack told. */
export const runEvent = async (desk: Desk, { event }: EventRequest): Promise<Reply> =>
  event.type === 'reaction_added' ? reactionAdded(desk, event) : appHomeOpened(desk);
