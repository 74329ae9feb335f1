import type { Incident } from '../domain/incident/incident.ts';
import { channelLink } from './announcement.ts';
import { type SlackMessage, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { inline } from './escape.ts';
import { incidentKey, statusEmoji } from './incident-words.ts';
import { COMMAND } from './names.ts';

const SHOWN_MAX = 10;
const TITLE_MAX = 120;

/** Many incidents that opened at once, told as one message instead of a flood. The worst come first. */
export const stormAnnouncement = (
  incidents: readonly { readonly incident: Incident; readonly channelId: string | null }[],
): SlackMessage => {
  const worst = incidents.toSorted(
    (one, other) =>
      one.incident.severity.localeCompare(other.incident.severity) || one.incident.number - other.incident.number,
  );
  const lines = worst.slice(0, SHOWN_MAX).map(({ incident, channelId }) => {
    const link = channelLink(channelId);
    return `${statusEmoji(incident)} *${incidentKey(incident.number)}* ${incident.severity} ${inline(incident.title, TITLE_MAX) || '(no title)'}${link ? ` ${link}` : ''}`;
  });
  const others = incidents.length - lines.length;
  const head = `${EMOJI.alarm} *${incidents.length === 1 ? '1 incident' : `${incidents.length} incidents`} opened in the last minute.*`;
  const rest = others > 0 ? [`and ${others} more: \`${COMMAND} list\``] : [];
  return { text: head, blocks: [section([head, ...lines, ...rest].join('\n'))] };
};
