/** What the API says, as far as the dashboard reads it. */
export type Severity = 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4';
export const SEVERITIES: readonly Severity[] = ['SEV1', 'SEV2', 'SEV3', 'SEV4'];
export type Status = 'triggered' | 'acknowledged' | 'resolved';

export interface Actor {
  readonly kind: 'user' | 'monitor' | 'token' | 'system';
  readonly id: string;
  readonly name: string;
  readonly via: string;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export const ROLES = ['incident-commander', 'communications', 'scribe'] as const;
export type Role = (typeof ROLES)[number];

export interface Incident {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly service: Named | null;
  readonly roles: Partial<Record<Role, Named>>;
  /** Somebody was paged for practice. */
  readonly drill?: boolean;
  readonly alerts: readonly { readonly dedupKey: string; readonly state: 'firing' | 'resolved' }[];
  readonly declaredAt: string;
  readonly declaredBy: Actor;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: Actor | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: Actor | null;
  readonly mergedInto: string | null;
  readonly exhausted: boolean;
  readonly lastUpdate: { readonly message: string; readonly at: string; readonly by: Actor } | null;
  readonly nextUpdateDueAt: string | null;
  readonly version: number;
}

export interface TimelineItem {
  readonly at: string;
  readonly type: string;
  readonly actor: Actor;
  readonly region: string;
  readonly text: string;
  readonly [detail: string]: unknown;
}

export interface OnCall {
  readonly at: string;
  readonly items: readonly {
    readonly schedule: Named & { readonly timeZone: string };
    readonly onCall: (Named & { readonly reason: Reason }) | null;
    readonly next: (Named & { readonly from: string }) | null;
  }[];
}

export type Reason =
  | { readonly type: 'layer'; readonly layer: string; readonly shiftFrom: string; readonly shiftTo: string }
  | { readonly type: 'override'; readonly [detail: string]: unknown };

export interface Target {
  readonly type: string;
  readonly id?: string;
  readonly [detail: string]: unknown;
}

export interface Rule {
  readonly channel: string;
  readonly to: string;
  readonly delaySeconds: number;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly slackId: string | null;
  readonly role: 'admin' | 'responder' | 'viewer';
  readonly rules: readonly Rule[];
  readonly version: number;
  readonly [detail: string]: unknown;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly policyId: string | null;
  readonly grouping: { readonly type: string; readonly labels?: readonly string[] };
  readonly maintenance: readonly { readonly from: string; readonly to: string }[];
  readonly version: number;
  readonly [detail: string]: unknown;
}

export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly levels: readonly {
    readonly targets: readonly Target[];
    readonly timeoutSeconds: number;
    readonly roundRobin?: boolean;
  }[];
  readonly rounds: number;
  readonly fallback: readonly Target[];
  readonly version: number;
  readonly [detail: string]: unknown;
}

export interface Schedule {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly layers: readonly Layer[];
  readonly overrides?: readonly {
    readonly id: string;
    readonly userId: string;
    readonly from: string;
    readonly to: string;
    readonly swap?: string;
  }[];
  readonly version?: number;
  readonly [detail: string]: unknown;
}

export interface Layer {
  readonly name: string;
  readonly rotation: { readonly unit: 'hour' | 'day' | 'week'; readonly length: number; readonly startsAt: string };
  readonly participants: readonly string[];
  readonly restrictions?: readonly { readonly days?: readonly number[]; readonly from: string; readonly to: string }[];
}
