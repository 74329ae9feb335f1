import type { SlackUserId } from '../../../lib/ids.ts';
import type { ShortcutRequest } from '../../../slack/requests.ts';
import { declareForm } from '../declare-form.ts';
import { messageLink } from '../message-note.ts';
import { byResponder } from '../person.ts';
import { form } from '../reply.ts';
import { asRead } from '../typed.ts';

/** "Declare an incident": the form, with the message's first line as its title and all of it as what is known. */
export const declareFromMessage = byResponder<ShortcutRequest>(async (desk, { channelId, message }) => {
  const text = await asRead(desk.directory, message.text);
  const author = message.userId && (await desk.directory.userOfSlack(message.userId as SlackUserId));
  const link = await messageLink(desk, { channelId, ts: message.ts });
  const quoted = `${author ? `${author.name} in Slack: ` : ''}${text}`;
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return form(await declareForm(desk, { text: first, description: `${quoted.slice(0, QUOTED_MAX)}\n${link}` }));
});

/** Leaves room for the link in a field that holds 3000 characters. */
const QUOTED_MAX = 2500;
