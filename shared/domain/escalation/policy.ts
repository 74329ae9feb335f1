import type { PolicyId, ScheduleId, UserId } from '../../lib/ids.ts';

export type Target =
  | { readonly type: 'user'; readonly id: UserId }
  | { readonly type: 'schedule'; readonly id: ScheduleId };

/** A target with the name that people know it by: what the record keeps of whoever was asked for. */
export type NamedTarget = Target & { readonly name: string };

export interface Level {
  readonly targets: readonly Target[];
  /** How long this level has to answer before the next one is paged. */
  readonly timeoutSeconds: number;
}

export interface EscalationPolicy {
  readonly id: PolicyId;
  readonly name: string;
  readonly levels: readonly Level[];
  /** How many times all levels are gone through: 2 is "twice round". */
  readonly rounds: number;
  /** Who is told, loudly, when every round has gone by unanswered. */
  readonly fallback: readonly Target[];
  readonly version: number;
}
