import type { PolicyId, ScheduleId, SlackChannelId, UserId, WebhookUrl } from '../../lib/ids.ts';

/** Somebody, or whoever is on call in a schedule. */
export type PersonTarget =
  | { readonly type: 'user'; readonly id: UserId }
  | { readonly type: 'schedule'; readonly id: ScheduleId };

/** A place that is told beside the people of a level: nobody is woken by it, and it answers nothing by itself. */
export type PlaceTarget =
  | { readonly type: 'slack-channel'; readonly id: SlackChannelId; readonly name?: string }
  | { readonly type: 'webhook'; readonly url: WebhookUrl; readonly name?: string };

export type Target = PersonTarget | PlaceTarget;

/** A target with the name that people know it by: what the record keeps of whoever was asked for. */
export type NamedTarget = PersonTarget & { readonly name: string };

export const isPerson = (target: Target): target is PersonTarget =>
  target.type === 'user' || target.type === 'schedule';

export const isPlace = (target: Target): target is PlaceTarget => !isPerson(target);

export interface Level {
  readonly targets: readonly Target[];
  /** How long this level has to answer before the next one is paged. */
  readonly timeoutSeconds: number;
  /** Its people take turns: each incident that comes to it pages the next one. Absent: all of them are paged. */
  readonly roundRobin?: boolean;
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
