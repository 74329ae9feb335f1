import type { IncidentId, PolicyId, RunId, ServiceId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { NamedTarget } from '../escalation/policy.ts';
import type { Actor } from './actor.ts';
import type { Person, Role } from './incident.ts';
import type { Severity } from './severity.ts';

/** An alert as the timeline keeps it. */
export interface AlertSeen {
  readonly dedupKey: string;
  readonly summary: string;
  readonly source: string;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

interface Body {
  IncidentDeclared: {
    readonly incidentId: IncidentId;
    readonly number: number;
    readonly title: string;
    readonly description: string | null;
    readonly severity: Severity;
    readonly service: { readonly id: ServiceId; readonly name: string } | null;
    readonly policyId: PolicyId | null;
    readonly alert: AlertSeen | null;
    /** The escalation this begins; null when there is nobody to page, and then `unpaged` says why. */
    readonly runId: RunId | null;
    readonly unpaged: string | null;
    /** Who was asked for by name, beyond the policy. Absent in older events: nobody. */
    readonly page?: readonly NamedTarget[];
    /** Who is drilled. Absent where it is meant. */
    readonly drill?: Person;
  };
  AlertReceived: { readonly alert: AlertSeen };
  AlertResolved: { readonly dedupKey: string };
  IncidentAcknowledged: Record<never, never>;
  IncidentUpdated: { readonly message: string; readonly nextUpdateDueAt: Instant | null };
  SeverityChanged: { readonly from: Severity; readonly to: Severity };
  RoleAssigned: { readonly role: Role; readonly person: Person | null };
  NoteAdded: { readonly text: string };
  IncidentEscalated: {
    readonly runId: RunId;
    readonly afterRunId: RunId | null;
    readonly reason: string | null;
    /** Who was asked for by name, and not the policy's next level. Absent in older events, as null. */
    readonly page?: readonly NamedTarget[] | null;
    /** Somebody was being paged: they go on being paged beside those. Absent: those are paged alone. */
    readonly beside?: true;
  };
  EscalationExhausted: { readonly runId: RunId };
  IncidentResolved: { readonly summary: string | null };
  IncidentReopened: { readonly reason: string | null; readonly runId: RunId | null };
  IncidentMerged: { readonly into: IncidentId; readonly intoNumber: number };
  IncidentAbsorbed: { readonly from: IncidentId; readonly fromNumber: number; readonly alerts: readonly string[] };
}

/** What can happen to an incident, each with who and when. */
export type IncidentEvent = {
  readonly [Type in keyof Body]: { readonly type: Type; readonly by: Actor; readonly at: Instant } & Readonly<
    Body[Type]
  >;
}[keyof Body];

export type EventOf<Type extends IncidentEvent['type']> = Extract<IncidentEvent, { type: Type }>;
