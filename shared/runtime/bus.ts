import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { endpoint, environment, once } from './environment.ts';

const client = once(() => {
  const url = endpoint('AWS_ENDPOINT_URL_EVENTBRIDGE');
  return new EventBridgeClient({
    region: environment('PD_REGION'),
    ...(url ? { endpoint: url } : {}),
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 500,
      requestTimeout: 1000,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 100 },
    },
  });
});

export interface BusEvent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the bus takes at once. */
export const EVENTS_MAX = 10;

export interface Bus {
  /** Publishes at most ten events. @throws Error when any of them was not taken. */
  publish(events: readonly BusEvent[]): Promise<void>;
}

export const bus: Bus = {
  async publish(events) {
    const answer = await client().send(
      new PutEventsCommand({
        Entries: events.map(({ type, detail }) => ({
          EventBusName: environment('PD_BUS'),
          Source: 'pd-lite',
          DetailType: type,
          Detail: JSON.stringify(detail),
        })),
      }),
    );
    if (answer.FailedEntryCount)
      throw new Error(`the bus refused ${answer.FailedEntryCount} of ${events.length} events`);
  },
};
