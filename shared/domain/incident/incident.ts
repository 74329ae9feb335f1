import type { IncidentId, PolicyId, RunId, ServiceId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Actor } from './actor.ts';
import type { Severity } from './severity.ts';

export const ROLES = ['incident-commander', 'communications', 'scribe'] as const;
export type Role = (typeof ROLES)[number];

/** The most distinct alerts one incident takes in; a grouped alert beyond it opens an incident of its own. */
export const ALERTS_MAX = 200;

export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** The part of an incident that all its statuses share. */
interface IncidentFacts {
  readonly id: IncidentId;
  /** 7 in INC-7. */
  readonly number: number;
  readonly title: string;
  readonly severity: Severity;
  readonly service: { readonly id: ServiceId; readonly name: string } | null;
  readonly policyId: PolicyId | null;
  readonly roles: Partial<Record<Role, Person>>;
  /** Every alert taken in, by dedup key. */
  readonly alerts: Readonly<Record<string, 'firing' | 'resolved'>>;
  /** Incidents merged into this one. */
  readonly absorbed: readonly IncidentId[];
  /** Who is drilled, where it is for practice. Absent in all others, and in those of before. */
  readonly drill?: Person;
  readonly declaredAt: Instant;
  readonly declaredBy: Actor;
  /** The run that pages, or paged last; null when nobody was ever to be paged. */
  readonly lastRunId: RunId | null;
  readonly lastUpdate: { readonly message: string; readonly at: Instant; readonly by: Actor } | null;
  readonly nextUpdateDueAt: Instant | null;
  /** The number of commits that made this state. */
  readonly version: number;
}

interface Answer {
  readonly by: Actor;
  readonly at: Instant;
}

/** Open and unanswered: `lastRunId`, and only it, may page, until `exhausted` says that it has run out of people. */
export interface Triggered extends IncidentFacts {
  readonly status: 'triggered';
  readonly exhausted: boolean;
}

/** Somebody has it. Nobody is paged. */
export interface Acknowledged extends IncidentFacts {
  readonly status: 'acknowledged';
  readonly acknowledged: Answer;
}

export interface Resolved extends IncidentFacts {
  readonly status: 'resolved';
  readonly acknowledged: Answer | null;
  readonly resolved: Answer & { readonly summary: string | null; readonly mergedInto: IncidentId | null };
}

export type Incident = Triggered | Acknowledged | Resolved;

/** The run that may page now: the fence's token. Null once somebody has answered. */
export const pagingRun = (incident: Incident): RunId | null =>
  incident.status === 'triggered' ? incident.lastRunId : null;

/** Who answered and when, where somebody has. */
export const answerOf = (incident: Incident): (Answer & { readonly how: 'acknowledged' | 'resolved' }) | null => {
  if (incident.status === 'resolved') return { ...incident.resolved, how: 'resolved' };
  if (incident.status === 'acknowledged') return { ...incident.acknowledged, how: 'acknowledged' };
  return null;
};
