import type { Actor } from '../domain/incident/actor.ts';
import type { Refusal } from '../domain/incident/commands.ts';
import { ALERTS_MAX, type Incident } from '../domain/incident/incident.ts';
import { assertNever } from '../lib/assert-never.ts';
import { inline } from './escape.ts';
import { bold, incidentKey, mergedIntoName } from './incident-words.ts';
import { COMMAND } from './names.ts';
import { when } from './when.ts';

const WHY_MAX = 300;

/** Whoever asked: told "you" where they did it themselves. */
type Viewer = Pick<Actor, 'id'> | null;

const who = (by: Actor, viewer: Viewer): string =>
  by.kind === 'user' && viewer !== null && by.id === viewer.id ? 'You' : bold(by.name);

/**
 * Why nothing was done, for whoever asked: what is true instead, who was first and when, and what to do next. Slack's
 * markup, escaped.
 */
export const refusalText = (refusal: Refusal, incident: Incident | null, viewer: Viewer = null): string => {
  const key = incident ? incidentKey(incident.number) : 'The incident';
  switch (refusal.code) {
    case 'not-found':
      return `This incident does not exist. \`${COMMAND} list\` shows the open ones.`;
    case 'already-declared':
      return `${key} is declared already. Nothing changed.`;
    case 'already-acknowledged':
      return `${who(refusal.by, viewer)} acknowledged ${incident ? key : 'it'} already, ${when(refusal.at)}. Nobody is being paged.`;
    case 'already-resolved':
      return refusal.mergedInto === null
        ? `${who(refusal.by, viewer)} resolved ${incident ? key : 'it'} already, ${when(refusal.at)}. Nothing changed. If it is not over, press Reopen on its card.`
        : `${key} was merged into ${incident ? mergedIntoName(incident) : 'another incident'} ${when(refusal.at)}. Nothing changed: go on there.`;
    case 'not-resolved':
      return `${key} is open. There is nothing to reopen.`;
    case 'nobody-to-page':
      return `${key} was not escalated: there is no escalation policy for it. Page someone by name: \`${COMMAND} page @name\`.`;
    case 'same-incident':
      return `${key} cannot be merged into itself. Name the other one: \`${COMMAND} merge INC-3\`.`;
    case 'too-many-alerts':
      return `${key} holds ${ALERTS_MAX} alerts, and takes no more. Further ones open an incident of their own.`;
    case 'nothing-to-do':
      return `Nothing to do: ${inline(refusal.why, WHY_MAX)}.`;
    default:
      return assertNever(refusal);
  }
};

/** Something of ours failed. It may or may not have been done, so it says how to find out. */
export const failureText = (incident: Incident | null): string =>
  incident
    ? `Something went wrong, and it is not certain that this was done. Look at the card of ${incidentKey(incident.number)} before you try again.`
    : 'Something went wrong, and it is not certain that this was done. Look before you try again.';
