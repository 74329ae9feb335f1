import type { Actor } from '../../domain/incident/actor.ts';
import type { IncidentCommand, Refusal } from '../../domain/incident/commands.ts';
import type { AnswerAction } from '../../domain/paging/digits.ts';
import type { IncidentId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { IncidentCommands } from '../incident-commands.ts';

/** What came of an answer from a phone. `refused` has the reason; `uncertain`: it may or may not be recorded. */
export type Answered =
  | { readonly type: 'done'; readonly number: number }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly number: number }
  | { readonly type: 'uncertain' };

const commandOf = (action: AnswerAction, by: Actor, at: Instant): IncidentCommand => {
  if (action === 'acknowledge') return { type: 'Acknowledge', by, at };
  if (action === 'resolve') return { type: 'Resolve', summary: null, by, at };
  return { type: 'Escalate', reason: null, page: null, by, at };
};

/** An answer from a phone is the same command as from anywhere else. It is confirmed only after the commit. */
export const answer = async (
  commands: IncidentCommands,
  incidentId: IncidentId,
  action: AnswerAction,
  by: Actor,
  at: Instant,
): Promise<Answered> => {
  try {
    const outcome = await commands.execute(incidentId, commandOf(action, by, at));
    if (outcome.ok) return { type: 'done', number: outcome.value.number };
    return { type: 'refused', refusal: outcome.error.refusal, number: outcome.error.incident?.number ?? 0 };
  } catch {
    return { type: 'uncertain' };
  }
};
