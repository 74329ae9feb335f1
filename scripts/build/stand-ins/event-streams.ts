/**
 * Stands in for `@smithy/core/event-streams` (20 kB with what it brings along): the SDK loads it when an operation streams events, as
 * Kinesis' SubscribeToShard does. No operation that we call does; one that did would fail here, by name, in its first test.
 */
export const eventStreamSerdeProvider = (): never => {
  throw new Error('event streams are left out of the bundles: see scripts/build/stand-ins/event-streams.ts');
};

/** Asked for by name, never made: the provider throws first. */
export class EventStreamSerde {}
