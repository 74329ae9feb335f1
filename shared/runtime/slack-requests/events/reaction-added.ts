import type { SlackUserId } from '../../../lib/ids.ts';
import { TIMELINE_REACTIONS } from '../../../slack/names.ts';
import type { Desk } from '../desk.ts';
import { incidentHere } from '../incident-meant.ts';
import { noteMessage, type SlackSaid } from '../message-note.ts';
import { byResponder } from '../person.ts';
import { nothing, type Reply, words } from '../reply.ts';

interface Reaction {
  readonly reaction: string;
  readonly channelId: string;
  readonly ts: string;
}

const FETCH_MS = 3000;

const isOurs = (reaction: string): boolean => (TIMELINE_REACTIONS as readonly string[]).includes(reaction);

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The message that was reacted to; undefined: Slack did not give it, as with replies in a thread. */
const fetched = async (desk: Desk, { channelId, ts }: Reaction): Promise<SlackSaid | undefined> => {
  const args = { channel: channelId, latest: ts, inclusive: true, limit: 1 };
  const told = await desk.slack.call('conversations.history', args, { lane: 'person', withinMs: FETCH_MS });
  const messages = told.ok ? (told.value['messages'] as readonly Record<string, unknown>[] | undefined) : undefined;
  const found = messages?.[0];
  if (!found || found['ts'] !== ts) return undefined;
  const userId = text(found['user']);
  return { channelId, ts, text: text(found['text']) ?? '', userId: userId as SlackUserId | null };
};

const pin = byResponder<Reaction>(async (desk, reaction): Promise<Reply> => {
  const incident = await incidentHere(desk);
  if (!incident) return nothing;
  const said = await fetched(desk, reaction);
  if (said) return noteMessage(desk, incident, said);
  return words(
    'Slack did not give the message, so it is not on the timeline. Choose *Add to the timeline* in its menu instead.',
  );
});

/** A pin on a message in an incident's channel puts it onto the timeline. Any other reaction is just a reaction. */
export const reactionAdded = async (desk: Desk, reaction: Reaction): Promise<Reply> => {
  if (!isOurs(reaction.reaction) || !(await incidentHere(desk))) return nothing;
  return pin(desk, reaction);
};
