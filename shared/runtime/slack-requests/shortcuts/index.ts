import { SHORTCUTS } from '../../../slack/names.ts';
import type { ShortcutRequest } from '../../../slack/requests.ts';
import { log } from '../../log.ts';
import type { Desk } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import { addToTimeline } from './add-to-timeline.ts';
import { declareFromMessage } from './declare-from-message.ts';

/** An entry of a message's menu that was chosen. */
export const runShortcut = async (desk: Desk, request: ShortcutRequest): Promise<Reply> => {
  if (request.callbackId === SHORTCUTS.declare) return declareFromMessage(desk, request);
  if (request.callbackId === SHORTCUTS.addToTimeline) return addToTimeline(desk, request);
  log.warn('slack.name-unknown', { what: 'shortcut' });
  return nothing;
};
