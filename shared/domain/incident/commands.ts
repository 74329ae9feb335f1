import type { IncidentId, PolicyId, RunId, ServiceId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { NamedTarget } from '../escalation/policy.ts';
import type { Actor } from './actor.ts';
import type { AlertSeen } from './events.ts';
import type { Person, Role } from './incident.ts';
import type { Severity } from './severity.ts';

interface Body {
  Declare: {
    readonly incidentId: IncidentId;
    readonly number: number;
    readonly title: string;
    readonly description: string | null;
    readonly severity: Severity;
    readonly service: { readonly id: ServiceId; readonly name: string } | null;
    readonly policyId: PolicyId | null;
    readonly alert: AlertSeen | null;
    /** Who is to be paged beyond the policy: asked for by name. */
    readonly page: readonly NamedTarget[];
    /** Who is drilled: it is for practice, and ends by itself. */
    readonly drill?: Person;
    /** Why nobody is to be paged, whatever the policy is. Absent: the policy pages. */
    readonly unpaged?: string;
  };
  ReceiveAlert: { readonly alert: AlertSeen };
  ResolveAlert: { readonly dedupKey: string };
  Acknowledge: Record<never, never>;
  Update: { readonly message: string; readonly nextUpdateDueAt: Instant | null; readonly severity: Severity | null };
  ChangeSeverity: { readonly severity: Severity };
  AssignRole: { readonly role: Role; readonly person: Person | null };
  AddNote: { readonly text: string };
  /** `page`: only these are paged now; null: the policy goes on. */
  Escalate: { readonly reason: string | null; readonly page: readonly NamedTarget[] | null };
  /** An incident that has never paged anybody begins to, by its policy. */
  BeginPaging: { readonly reason: string };
  ReportExhausted: { readonly runId: RunId };
  Resolve: { readonly summary: string | null };
  Reopen: { readonly reason: string | null };
  Merge: { readonly into: IncidentId; readonly intoNumber: number };
  Absorb: { readonly from: IncidentId; readonly fromNumber: number; readonly alerts: readonly string[] };
}

/** What somebody wants of an incident, with who and when. */
export type IncidentCommand = {
  readonly [Type in keyof Body]: { readonly type: Type; readonly by: Actor; readonly at: Instant } & Readonly<
    Body[Type]
  >;
}[keyof Body];

export type CommandOf<Type extends IncidentCommand['type']> = Extract<IncidentCommand, { type: Type }>;

/** Why a command changes nothing. An expected outcome, told to whoever asked. */
export type Refusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'already-declared' }
  | { readonly code: 'already-acknowledged'; readonly by: Actor; readonly at: Instant }
  | {
      readonly code: 'already-resolved';
      readonly by: Actor;
      readonly at: Instant;
      readonly mergedInto: IncidentId | null;
    }
  | { readonly code: 'not-resolved' }
  | { readonly code: 'nobody-to-page' }
  | { readonly code: 'same-incident' }
  | { readonly code: 'too-many-alerts' }
  | { readonly code: 'nothing-to-do'; readonly why: string };
