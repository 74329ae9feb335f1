import type { Incident } from '../domain/incident/incident.ts';
import { type Instant, secondsBetween } from '../lib/instant.ts';
import { actions, button, type SlackMessage, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { incidentKey } from './incident-words.ts';
import { ACTIONS } from './names.ts';
import { duration } from './when.ts';

/** Reminds an incident's channel that others wait for news. */
export const nudgeLine = (incident: Incident, at: Instant): string => {
  const since = incident.lastUpdate?.at ?? incident.declaredAt;
  return `${EMOJI.late} ${incidentKey(incident.number)} has had no update for ${duration(secondsBetween(since, at))}. Say what is known, even if it is little.`;
};

/** The reminder with the button that answers it. */
export const nudge = (incident: Incident, at: Instant): SlackMessage => {
  const text = nudgeLine(incident, at);
  return { text, blocks: [section(text), actions('nudge', [button(ACTIONS.update, 'Write an update', incident.id)])] };
};
