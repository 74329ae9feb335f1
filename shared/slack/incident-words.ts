import type { Incident, Role } from '../domain/incident/incident.ts';
import { assertNever } from '../lib/assert-never.ts';
import { EMOJI } from './emoji.ts';
import { inline } from './escape.ts';

/** The words for an incident that all views share. */
export const ROLE_NAMES = {
  'incident-commander': 'Commander',
  communications: 'Communications',
  scribe: 'Scribe',
} as const satisfies Record<Role, string>;

const NAME_MAX = 60;

export const incidentKey = (number: number): string => `INC-${number}`;

/** A person's, schedule's or service's name between texts of ours. */
export const name = (text: string): string => inline(text, NAME_MAX) || '(no name)';

export const bold = (text: string): string => `*${name(text)}*`;

/** `Ada Park, Ben Osei and 3 others`. */
export const names = (people: readonly { readonly name: string }[], write: (text: string) => string = name): string => {
  const shown = people.slice(0, people.length > 5 ? 4 : 5).map((person) => write(person.name));
  const others = people.length - shown.length;
  const all = others > 0 ? [...shown, `${others} others`] : shown;
  return all.length < 2 ? (all[0] ?? 'nobody') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
};

const TITLE_MAX = 250;

/** The title between texts of ours. */
export const titleOf = ({ title }: { readonly title: string }): string => inline(title, TITLE_MAX) || '(no title)';

/** `INC-3`, for an incident that was merged; the log keeps its number in the summary. */
export const mergedIntoName = (incident: Incident): string =>
  (incident.status === 'resolved' && /INC-\d+/.exec(incident.resolved.summary ?? '')?.[0]) || 'another incident';

export const statusEmoji = (incident: Incident): string => {
  if (incident.status === 'triggered' && incident.exhausted) return EMOJI.alarm;
  if (incident.status === 'resolved' && incident.resolved.mergedInto !== null) return EMOJI.merged;
  return EMOJI[incident.status];
};

/** `Nobody has it yet`, `Ada Park has it`, `Resolved by Ada Park`. */
export const whoHasIt = (incident: Incident): string => {
  switch (incident.status) {
    case 'triggered':
      return incident.exhausted ? 'NOBODY HAS IT' : 'Nobody has it yet';
    case 'acknowledged':
      return `${name(incident.acknowledged.by.name)} has it`;
    case 'resolved':
      return incident.resolved.mergedInto === null
        ? `Resolved by ${name(incident.resolved.by.name)}`
        : `Merged into ${mergedIntoName(incident)}`;
    default:
      return assertNever(incident);
  }
};

/** An incident in one line: what a notification shows of its card or announcement. */
export const notification = (incident: Incident): string =>
  `${statusEmoji(incident)} ${incidentKey(incident.number)} ${incident.severity}: ${titleOf(incident)}. ${whoHasIt(incident)}.`;
