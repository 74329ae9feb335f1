import type { Commit } from '../../data/incident-store.ts';
import type { IncidentCommand } from '../../domain/incident/commands.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { refusalText } from '../../slack/refusal.ts';
import type { SignedDesk } from './desk.ts';
import { nothing, type Reply, words } from './reply.ts';

type Unsigned<T> = T extends unknown ? Omit<T, 'by' | 'at'> : never;
/** A command before somebody signs it. */
export type Wanted = Unsigned<Exclude<IncidentCommand, { type: 'Declare' }>>;

/** Commands that would do a second thing if they were carried out twice: the event that shows that it was done. */
const SEEN = {
  AddNote: 'NoteAdded',
  Update: 'IncidentUpdated',
  Escalate: 'IncidentEscalated',
} as const satisfies Partial<Record<Wanted['type'], IncidentEvent['type']>>;

const isSeen = (type: Wanted['type']): type is keyof typeof SEEN => Object.hasOwn(SEEN, type);

const wordsIn = (said: object): unknown => ('text' in said ? said.text : 'message' in said ? said.message : null);

/**
 * Whether a request that was handed out before was carried out then: its event is there, by the same person, of the
 * instant at which they asked.
 */
const wasDone = (commits: readonly Commit[], desk: SignedDesk, wanted: Wanted): boolean => {
  if (!isSeen(wanted.type)) return false;
  const type = SEEN[wanted.type];
  return commits.some(({ events }) =>
    events.some(
      (event) =>
        event.type === type && event.at === desk.at && event.by.id === desk.by.id && wordsIn(event) === wordsIn(wanted),
    ),
  );
};

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
  if (desk.isRepeat && isSeen(wanted.type)) {
    const { commits } = await desk.reads.record(incident.id);
    if (wasDone(commits, desk, wanted)) return done(incident);
  }
  const outcome = await desk.commands.execute(incident.id, { ...wanted, by: desk.by, at: desk.at });
  if (outcome.ok) return done(outcome.value);
  return words(refusalText(outcome.error.refusal, outcome.error.incident ?? incident, desk.by));
};
