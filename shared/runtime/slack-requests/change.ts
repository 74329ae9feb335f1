import type { IncidentCommand } from '../../domain/incident/commands.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { incidentKey } from '../../slack/incident-words.ts';
import { refusalText } from '../../slack/refusal.ts';
import type { SignedDesk } from './desk.ts';
import { nothing, type Reply, words } from './reply.ts';

/** What shows on record that a command was carried out. */
const SEEN = {
  Acknowledge: 'IncidentAcknowledged',
  Escalate: 'IncidentEscalated',
  Update: 'IncidentUpdated',
  ChangeSeverity: 'SeverityChanged',
  AssignRole: 'RoleAssigned',
  AddNote: 'NoteAdded',
  Resolve: 'IncidentResolved',
  Reopen: 'IncidentReopened',
  Merge: 'IncidentMerged',
} as const satisfies Partial<Record<IncidentCommand['type'], IncidentEvent['type']>>;

type Unsigned<T> = T extends unknown ? Omit<T, 'by' | 'at'> : never;
/** A command before somebody signs it. */
export type Wanted = Unsigned<Extract<IncidentCommand, { type: keyof typeof SEEN }>>;

/** Commands that mean the incident as whoever gave them saw it. */
const MEANS_WHAT_IS_SEEN: readonly Wanted['type'][] = ['Acknowledge', 'Escalate', 'Resolve'];

const wordsIn = (said: object): unknown => ('text' in said ? said.text : 'message' in said ? said.message : null);

/** An earlier try's event: by the same person, since they asked. */
const isOf = (event: IncidentEvent, desk: SignedDesk, wanted: Wanted): boolean =>
  event.type === SEEN[wanted.type] &&
  event.at >= desk.askedAt &&
  event.by.id === desk.by.id &&
  (event.type === 'IncidentUpdated' || event.type === 'NoteAdded' ? wordsIn(event) === wordsIn(wanted) : true);

/**
 * What became of a request that was handed out before: `done` then; or `overtaken`, since somebody has called for more
 * people meanwhile, and an answer from before must not silence that.
 */
const before = async (desk: SignedDesk, incident: Incident, wanted: Wanted): Promise<'done' | 'overtaken' | 'open'> => {
  const { commits } = await desk.reads.record(incident.id);
  const events = commits.flatMap((commit) => commit.events);
  if (events.some((event) => isOf(event, desk, wanted))) return 'done';
  const called = events.some(
    ({ type, at }) => at > desk.askedAt && (type === 'IncidentEscalated' || type === 'IncidentReopened'),
  );
  return called && MEANS_WHAT_IS_SEEN.includes(wanted.type) ? 'overtaken' : 'open';
};

const overtaken = ({ number }: Incident): Reply =>
  words(
    `Nothing was done: ${incidentKey(number)} was escalated or reopened after you asked. Look at it, and do it again if it still holds.`,
  );

/**
 * Carries out a command as the person who asks, and answers truthfully. Safe to do again: what an earlier try did is
 * found on record.
 *
 * @param done the answer when it is done; none where the card's moving is answer enough
 * @throws what the commands throw: it is then not known whether it was recorded
 */
export const change = async (
  desk: SignedDesk,
  incident: Incident,
  wanted: Wanted,
  done: (incident: Incident) => Reply = () => nothing,
): Promise<Reply> => {
  const became = desk.isRepeat ? await before(desk, incident, wanted) : 'open';
  if (became === 'done') return done(incident);
  if (became === 'overtaken') return overtaken(incident);
  const outcome = await desk.commands.execute(incident.id, { ...wanted, by: desk.by, at: desk.at });
  if (outcome.ok) return done(outcome.value);
  return words(refusalText(outcome.error.refusal, outcome.error.incident ?? incident, desk.by));
};
