import type { CardFacts } from './facts.ts';
import { incidentKey, name, statusEmoji, whoHasIt } from './incident-words.ts';
import { LIMITS } from './limits.ts';

/** The channel's topic: what one must know before reading on. At most 250 characters; changes only with the incident. */
export const topic = ({ incident }: CardFacts): string => {
  const commander = incident.roles['incident-commander'];
  const parts = [
    `${statusEmoji(incident)} ${incidentKey(incident.number)} ${incident.severity}`,
    whoHasIt(incident),
    ...(commander ? [`Commander: ${name(commander.name)}`] : []),
    ...(incident.service ? [name(incident.service.name)] : []),
  ];
  // Whole parts, so that no escape is cut in half; the first two always fit.
  while (parts.length > 2 && parts.join(' · ').length > LIMITS.topic) parts.pop();
  return parts.join(' · ').slice(0, LIMITS.topic);
};
