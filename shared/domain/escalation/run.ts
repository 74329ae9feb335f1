import type { IncidentId, PolicyId, RunId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { PersonTarget, PlaceTarget } from './policy.ts';

/** Both from 0. Level 0 is what people call level 1. */
export interface Cursor {
  readonly round: number;
  readonly level: number;
}

/** Somebody chosen at a level, and why them. */
export interface Chosen {
  readonly userId: UserId;
  readonly name: string;
  readonly target: PersonTarget;
  readonly why: string;
}

/** A place that is told, and the name that people know it by. */
export interface Told {
  readonly target: PlaceTarget;
  readonly name: string;
}

/** A target that could not be paged, and why not. */
export interface Skipped {
  readonly target: PersonTarget;
  readonly why: string;
}

/** What was decided when a level was reached: kept in the run for ever (D5). */
export interface LevelReached extends Cursor {
  readonly at: Instant;
  readonly region: string;
  readonly chosen: readonly Chosen[];
  readonly skipped: readonly Skipped[];
  /** Places that are told beside them. Absent: none. */
  readonly told?: readonly Told[];
  /** Where it was not urgent, and why not. */
  readonly urgency?: 'low';
  readonly whyUrgency?: string;
}

/** One going-through of an escalation policy for an incident, or one call for people who were asked for by name. */
export interface EscalationRun {
  readonly incidentId: IncidentId;
  readonly runId: RunId;
  /** Null when it pages only those who were asked for by name. */
  readonly policyId: PolicyId | null;
  /** Asked for by name: paged together with the first level that the run comes to, or alone. Absent in older items, as null. */
  readonly adHoc?: readonly PersonTarget[] | null;
  /** Somebody asked for it, or nobody could be reached: it is urgent, whatever the service says. */
  readonly insisted?: boolean;
  readonly status: 'running' | 'over';
  /** Why it is over, in words for the timeline; null while it runs. */
  readonly ended: string | null;
  /** The policy's level to reach next; an escalation after this one goes on there. */
  readonly next: Cursor;
  /** When to reach it. */
  readonly dueAt: Instant;
  /** Whoever holds the newest baton drives this run; an execution with an older one ends. */
  readonly baton: number;
  readonly startedAt: Instant;
  readonly reached: readonly LevelReached[];
}
