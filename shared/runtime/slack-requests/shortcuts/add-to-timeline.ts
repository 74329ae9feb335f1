import type { ShortcutRequest } from '../../../slack/requests.ts';
import { incidentMeant } from '../incident-meant.ts';
import { noteMessage } from '../message-note.ts';
import { byResponder } from '../person.ts';

/** "Add to the timeline": in an incident's channel, that incident's; elsewhere a question which. */
export const addToTimeline = byResponder<ShortcutRequest>(async (desk, { channelId, message }) => {
  const meant = await incidentMeant(desk, null, 'to change', 'note INC what the message says');
  return meant.ok ? noteMessage(desk, meant.value, { channelId, ...message }) : meant.error;
});
