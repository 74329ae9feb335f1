import type { Incident } from '../../domain/incident/incident.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { doneReply } from '../../slack/incident-replies.ts';
import { change } from './change.ts';
import type { SignedDesk, WorkerDeps } from './desk.ts';
import { slackProfile } from './person.ts';
import { type Reply, shown } from './reply.ts';
import { asRead, BOUNDS } from './typed.ts';

interface Place {
  readonly channelId: string;
  readonly ts: string;
}

/** A message as Slack has it. */
export interface SlackSaid extends Place {
  /** With Slack's markup. */
  readonly text: string;
  readonly userId: string | null;
}

const LINK_MS = 3000;

/** How Slack's own links name a message, whatever the workspace: by this a note is known again. */
const messageKey = ({ channelId, ts }: Place): string => `/archives/${channelId}/p${ts.replace('.', '')}`;

/** The way back to a message. */
export const messageLink = async ({ slack }: Pick<WorkerDeps, 'slack'>, said: Place): Promise<string> => {
  const asked = { channel: said.channelId, message_ts: said.ts };
  const told = await slack.call('chat.getPermalink', asked, { lane: 'person', withinMs: LINK_MS });
  const link = told.ok ? told.value['permalink'] : undefined;
  return typeof link === 'string' && link.endsWith(messageKey(said)) ? link : `slack:/${messageKey(said)}`;
};

const authorOf = async (desk: SignedDesk, userId: string | null): Promise<string> => {
  if (userId === null) return 'An app';
  const known = await desk.directory.userOfSlack(userId as SlackUserId);
  return known?.name ?? (await slackProfile(desk, userId as SlackUserId))?.name ?? userId;
};

const noteOf = async (desk: SignedDesk, said: SlackSaid): Promise<string> => {
  const [author, text, link] = await Promise.all([
    authorOf(desk, said.userId),
    asRead(desk.directory, said.text),
    messageLink(desk, said),
  ]);
  const head = `${author} in Slack: `;
  const tail = `\n${link}`;
  const room = BOUNDS.note - head.length - tail.length;
  return `${head}${text === '' ? '(a message without text)' : text.slice(0, room)}${tail}`;
};

const isNoted = async (desk: SignedDesk, incident: Incident, said: SlackSaid): Promise<boolean> => {
  const key = messageKey(said);
  const { commits } = await desk.reads.record(incident.id);
  return commits.some(({ events }) => events.some((event) => event.type === 'NoteAdded' && event.text.endsWith(key)));
};

/** Adds a message to an incident's timeline, once: two people who press the pin in one moment add one note. */
export const noteMessage = async (desk: SignedDesk, incident: Incident, said: SlackSaid): Promise<Reply> => {
  let reply: Reply = shown(doneReply(incident, 'has this message on its timeline already.'));
  await desk.once(`note ${incident.id} ${messageKey(said)}`, async () => {
    if (await isNoted(desk, incident, said)) return;
    reply = await change(desk, incident, { type: 'AddNote', text: await noteOf(desk, said) }, (after) =>
      shown(doneReply(after, 'has this message on its timeline.')),
    );
  });
  return reply;
};
