import type { IntegrationId, PolicyId, ServiceId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { GroupingRule } from '../alert/grouping.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { ServiceUrgency } from './urgency.ts';

export interface Service {
  readonly id: ServiceId;
  readonly name: string;
  readonly policyId: PolicyId | null;
  readonly grouping: GroupingRule;
  /** Absent in services of before: always high. */
  readonly urgency?: ServiceUrgency;
  /** When its alerts page nobody, by their beginnings. Absent in services of before: never. */
  readonly maintenance?: readonly MaintenanceWindow[];
  readonly version: number;
}

/** What a key lets a monitor do: send alerts for one service. The key itself is stored only as its hash. */
export interface Integration {
  /** What tells its alerts from those of others. A key that took the place of another has the same. */
  readonly id: IntegrationId;
  readonly name: string;
  readonly serviceId: ServiceId;
  /** Absent in keys of before. */
  readonly createdAt?: Instant;
  /** From then on the key is unknown. Absent: it works until it is deleted. */
  readonly expiresAt?: Instant | null;
}

/** Does the key still work at an instant? */
export const isValid = ({ expiresAt }: Pick<Integration, 'expiresAt'>, at: Instant): boolean =>
  !expiresAt || at < expiresAt;
