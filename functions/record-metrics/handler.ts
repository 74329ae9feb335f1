import type { EventBridgeEvent } from 'aws-lambda';
import { type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { task } from '../../shared/runtime/task.ts';

interface Detail {
  readonly declaredAt: Instant;
  readonly drill?: boolean;
  readonly event: { readonly at: Instant };
}

/** From the bus, behind everything that matters: how long it took to acknowledge and to resolve. Drills do not count. */
export const recordMetrics = async (
  _deps: undefined,
  event: EventBridgeEvent<string, Detail>,
): Promise<{ recorded: boolean }> => {
  const { declaredAt, drill, event: happened } = event.detail;
  if (drill) return { recorded: false };
  const seconds = secondsBetween(declaredAt, happened.at);
  if (event['detail-type'] === 'IncidentAcknowledged') measure('TimeToAcknowledge', seconds);
  if (event['detail-type'] === 'IncidentResolved') measure('TimeToResolve', seconds);
  return { recorded: true };
};

export const handler = task(recordMetrics, { deps: () => undefined });
