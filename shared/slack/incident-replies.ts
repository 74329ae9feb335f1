import type { Incident } from '../domain/incident/incident.ts';
import type { TimelineItem } from '../domain/timeline/timeline.ts';
import { channelLink } from './announcement.ts';
import { type SlackMessage, say, sections } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { inline } from './escape.ts';
import { bold, incidentKey, name, statusEmoji, titleOf, whoHasIt } from './incident-words.ts';
import { COMMAND } from './names.ts';
import { when } from './when.ts';

export interface ListedIncident {
  readonly incident: Incident;
  readonly channelId: string | null;
}

const LISTED_MAX = 30;
const TEXT_MAX = 240;
const ITEMS_MAX = 40;

/** An open incident in two short lines. */
export const listedText = ({ incident, channelId }: ListedIncident): string => {
  const link = channelLink(channelId);
  const details = [
    incident.severity,
    whoHasIt(incident),
    ...(incident.service ? [name(incident.service.name)] : []),
    ...(link ? [link] : []),
  ];
  return `${statusEmoji(incident)} *${incidentKey(incident.number)}* ${titleOf(incident)}\n${details.join('  ·  ')}`;
};

/** `/incident list`: the open incidents, in the order given. */
export const listReply = (incidents: readonly ListedIncident[]): SlackMessage => {
  if (incidents.length === 0) return say(`${EMOJI.resolved} No incident is open. \`${COMMAND} declare\` opens one.`);
  const lines = incidents.slice(0, LISTED_MAX).map(listedText);
  const others = incidents.length - lines.length;
  const count = incidents.length === 1 ? '1 open incident' : `${incidents.length} open incidents`;
  return {
    text: count,
    blocks: sections([`*${count}*`, ...lines, ...(others > 0 ? [`and ${others} more`] : [])]),
  };
};

/** What a provider says of a message on its way, which the next receipt says better. */
const ON_ITS_WAY: readonly unknown[] = ['accepted', 'queued', 'sending', 'sent', 'initiated', 'ringing', 'in-progress'];

/** `/incident timeline`: the last things that happened, oldest first. */
export const timelineReply = (
  incident: Incident,
  items: readonly (Pick<TimelineItem, 'at' | 'type' | 'text'> & { readonly status?: unknown })[],
): SlackMessage => {
  const story = items.filter(({ type, status }) => type !== 'PageReceipt' || !ON_ITS_WAY.includes(status));
  const shown = story.slice(-ITEMS_MAX);
  const before = story.length - shown.length;
  const head = `*${incidentKey(incident.number)}*  ·  ${titleOf(incident)}`;
  const lines = shown.map(({ at, text }) => `${when(at)}  ${inline(text, TEXT_MAX)}`);
  return {
    text: `Timeline of ${incidentKey(incident.number)}`,
    blocks: sections([head, ...(before > 0 ? [`(${before} earlier ones are left out)`] : []), ...lines]),
  };
};

/** Nothing has this number, or no number was named where none is implied. */
export const noIncidentReply = (number: number | null): SlackMessage =>
  say(
    number === null
      ? `Which incident? This is not an incident's channel. Name it, as in \`${COMMAND} ack INC-7\`; \`${COMMAND} list\` shows the open ones.`
      : `There is no ${incidentKey(number)}. Nothing was done. \`${COMMAND} list\` shows the open ones.`,
  );

/** What a command did, for whoever gave it; the channel and the card tell everybody else. */
export const doneReply = (incident: Incident, did: string): SlackMessage =>
  say(`${EMOJI.done} *${incidentKey(incident.number)}* ${did}`);

/** It was declared; where it is worked on, once it has a channel. */
export const declaredReply = (incident: Incident, channelId: string | null): SlackMessage => {
  const link = channelLink(channelId);
  const paging =
    incident.lastRunId === null
      ? `${EMOJI.alarm} Nobody is paged: page someone with \`${COMMAND} page INC-${incident.number} @name\`.`
      : 'Paging has started.';
  return say(
    `${statusEmoji(incident)} ${bold(incidentKey(incident.number))} is declared: ${titleOf(incident)}\n${paging}${link ? ` ${link}` : ' Its channel comes in a moment.'}`,
  );
};
