import type { Incident } from '../domain/incident/incident.ts';
import { secondsBetween } from '../lib/instant.ts';
import { actions, type Block, button, type SlackMessage, section } from './blocks.ts';
import { pagingText } from './card.ts';
import { EMOJI } from './emoji.ts';
import { quote } from './escape.ts';
import type { CardFacts } from './facts.ts';
import { bold, incidentKey, mergedIntoName, name, notification, statusEmoji, titleOf } from './incident-words.ts';
import { ACTIONS } from './names.ts';
import { clock, duration, when } from './when.ts';

const BRIEF_MAX = 300;
const BRIEF_LINES_MAX = 3;

export interface AnnouncementFacts extends CardFacts {
  /** The incident's own channel; null while it has none. */
  readonly channelId: string | null;
}

/** `<#C123>`, which Slack shows as the channel's name. Ids come from Slack; anything else is not made a link. */
export const channelLink = (channelId: string | null): string | null =>
  channelId !== null && /^[CG][A-Z0-9]{1,30}$/.test(channelId) ? `<#${channelId}>` : null;

const stateText = (facts: CardFacts): string => {
  const { incident } = facts;
  switch (incident.status) {
    case 'triggered':
      return pagingText(facts);
    case 'acknowledged':
      return `${bold(incident.acknowledged.by.name)} has it since ${clock(incident.acknowledged.at)}.`;
    case 'resolved': {
      const { by, at, summary, mergedInto } = incident.resolved;
      if (mergedInto !== null) return `*Merged into ${mergedIntoName(incident)}* by ${name(by.name)} ${when(at)}.`;
      const first = `*Resolved* by ${bold(by.name)} ${when(at)}, after ${duration(secondsBetween(incident.declaredAt, at))}.`;
      return summary ? `${first}\n${quote(summary, BRIEF_MAX, BRIEF_LINES_MAX)}` : first;
    }
  }
};

const updateText = ({ lastUpdate, status }: Incident): string | null =>
  lastUpdate && status !== 'resolved'
    ? `${EMOJI.update} ${name(lastUpdate.by.name)} ${clock(lastUpdate.at)}\n${quote(lastUpdate.message, BRIEF_MAX, BRIEF_LINES_MAX)}`
    : null;

/** What the team's channel sees of an incident: the card's truths in brief, and the way to its channel. */
export const announcement = (facts: AnnouncementFacts): SlackMessage => {
  const { incident } = facts;
  const link = channelLink(facts.channelId);
  const where = [
    `*${incident.severity}*`,
    ...(incident.service ? [name(incident.service.name)] : []),
    ...(link ? [link] : []),
  ].join('  ·  ');
  const head = `${statusEmoji(incident)} *${incidentKey(incident.number)}* ${titleOf(incident)}`;
  const update = updateText(incident);
  const acknowledge: Block[] =
    incident.status === 'triggered'
      ? [actions('incident-triggered', [button(ACTIONS.acknowledge, 'Acknowledge', incident.id, 'primary')])]
      : [];
  return {
    text: notification(incident),
    blocks: [section(`${head}\n${where}\n${stateText(facts)}`), ...(update ? [section(update)] : []), ...acknowledge],
  };
};
