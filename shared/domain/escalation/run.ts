import type { IncidentId, PolicyId, RunId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Target } from './policy.ts';

/** Both from 0. Level 0 is what people call level 1. */
export interface Cursor {
  readonly round: number;
  readonly level: number;
}

/** Somebody chosen at a level, and why them. */
export interface Chosen {
  readonly userId: UserId;
  readonly name: string;
  readonly target: Target;
  readonly why: string;
}

/** A target that could not be paged, and why not. */
export interface Skipped {
  readonly target: Target;
  readonly why: string;
}

/** What was decided when a level was reached: kept in the run for ever (D5). */
export interface LevelReached extends Cursor {
  readonly at: Instant;
  readonly region: string;
  readonly chosen: readonly Chosen[];
  readonly skipped: readonly Skipped[];
}

/** One going-through of an escalation policy for an incident. */
export interface EscalationRun {
  readonly incidentId: IncidentId;
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly status: 'running' | 'over';
  /** Why it is over, in words for the timeline; null while it runs. */
  readonly ended: string | null;
  /** The level to reach next. */
  readonly next: Cursor;
  /** When to reach it. */
  readonly dueAt: Instant;
  /** Whoever holds the newest baton drives this run; an execution with an older one ends. */
  readonly baton: number;
  readonly startedAt: Instant;
  readonly reached: readonly LevelReached[];
}
