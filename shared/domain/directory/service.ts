import type { IntegrationId, PolicyId, ServiceId } from '../../lib/ids.ts';
import type { GroupingRule } from '../alert/grouping.ts';

export interface Service {
  readonly id: ServiceId;
  readonly name: string;
  readonly policyId: PolicyId | null;
  readonly grouping: GroupingRule;
  readonly version: number;
}

/** A key that lets one monitor send alerts for one service. The key itself is stored only as its hash. */
export interface Integration {
  readonly id: IntegrationId;
  readonly name: string;
  readonly serviceId: ServiceId;
}
