import type { UserId } from '../../lib/ids.ts';
import { fromEpochMs, type Instant, toEpochMs } from '../../lib/instant.ts';
import { type LayerReader, type LayerState, layerReader } from './layer.ts';
import type { Override, Schedule } from './schedule.ts';
import { wallClock } from './wall-clock.ts';

/** Why someone is on call. A shift is the person's whole turn, hand-over to hand-over, whatever covers parts of it. */
export type OnCallReason =
  | { readonly type: 'override'; readonly overrideId: string }
  | { readonly type: 'layer'; readonly layer: string; readonly shiftFrom: Instant; readonly shiftTo: Instant };

export interface OnCall {
  readonly userId: UserId;
  readonly reason: OnCallReason;
}

/** A stretch of the final schedule, from the first moment up to but not including the second. */
export type Shift = { readonly from: Instant; readonly to: Instant } & (
  | OnCall
  | { readonly userId: undefined; readonly reason: { readonly type: 'gap' } }
);

export const RANGE_DAYS_MAX = 400;
const RANGE_MS_MAX = RANGE_DAYS_MAX * 86_400_000;

/**
 * Who is on call at a moment, and why; undefined is a gap. An override wins over the layers and a later layer over an
 * earlier one; a moment at which a shift ends belongs to the next.
 * For how changes of the clocks are treated, see `rotation.ts` and `restriction.ts`.
 *
 * @throws RangeError when the time zone is unknown or a layer is malformed.
 */
export const whoIsOnCall = (schedule: Schedule, at: Instant): OnCall | undefined => {
  const override = schedule.overrides.findLast(({ from, to }) => from <= at && at < to);
  if (override) return overridden(override);
  const clock = wallClock(schedule.timeZone);
  const atMs = toEpochMs(at);
  for (const layer of schedule.layers.toReversed()) {
    const { holder } = layerReader(layer, clock)(atMs);
    if (holder) return inTurn(layer.name, holder);
  }
  return undefined;
};

/**
 * The final schedule of a range: tiles in time order that cover it with neither gap nor overlap, a new one wherever
 * `whoIsOnCall` changes. The first and last are cut at the range; their reasons still give the whole shift.
 *
 * @throws RangeError when the range is longer than 400 days or ends before it begins, or as `whoIsOnCall` does.
 */
export const shiftsBetween = (schedule: Schedule, from: Instant, to: Instant): Shift[] => {
  const fromMs = toEpochMs(from);
  const toMs = toEpochMs(to);
  if (!(fromMs <= toMs)) throw new RangeError(`the range ends before it begins: ${from} to ${to}`);
  if (toMs - fromMs > RANGE_MS_MAX) throw new RangeError(`the range is longer than ${RANGE_DAYS_MAX} days`);
  return Array.from(tiles(schedule, fromMs, toMs), ({ fromMs, toMs, holder }) => ({
    from: fromEpochMs(fromMs),
    to: fromEpochMs(toMs),
    ...(holder ? onCallOf(holder) : { userId: undefined, reason: { type: 'gap' } as const }),
  }));
};

/**
 * Who follows, and when: the next change after a moment that puts someone on call, be it another person or, after a
 * gap, the same one again. Undefined when there is none within 400 days.
 *
 * @throws RangeError as `whoIsOnCall` does.
 */
export const nextOnCall = (schedule: Schedule, at: Instant): (OnCall & { readonly from: Instant }) | undefined => {
  const atMs = toEpochMs(at);
  let before: UserId | undefined;
  for (const { fromMs, holder } of tiles(schedule, atMs, atMs + RANGE_MS_MAX)) {
    if (fromMs > atMs && holder && holder.userId !== before) {
      return { from: fromEpochMs(fromMs), ...onCallOf(holder) };
    }
    before = holder?.userId;
  }
  return undefined;
};

type Holder =
  | { readonly type: 'override'; readonly userId: UserId; readonly override: Override }
  | {
      readonly type: 'layer';
      readonly userId: UserId;
      readonly layer: string;
      readonly turn: { readonly fromMs: number; readonly toMs: number };
    };

interface Tile {
  readonly fromMs: number;
  readonly toMs: number;
  readonly holder: Holder | undefined;
}

/** Goes from change to change, and joins neighbours that have the same holder for the same reason. */
function* tiles(schedule: Schedule, fromMs: number, toMs: number): Generator<Tile, void> {
  const holderAt = holderReader(schedule);
  let tile: Tile | undefined;
  for (let ms = fromMs; ms < toMs; ) {
    const { holder, untilMs } = holderAt(ms);
    if (!(untilMs > ms)) throw new Error(`the walk along schedule ${schedule.id} stands still at ${ms}`);
    const endMs = Math.min(untilMs, toMs);
    if (tile && isSame(tile.holder, holder)) {
      tile = { ...tile, toMs: endMs };
    } else {
      if (tile) yield tile;
      tile = { fromMs: ms, toMs: endMs, holder };
    }
    ms = endMs;
  }
  if (tile) yield tile;
}

/** Gives the holder at a moment, and until when that surely stays so. Asked in order, it computes each change once. */
const holderReader = (schedule: Schedule): ((epochMs: number) => { holder: Holder | undefined; untilMs: number }) => {
  const overrideAt = overrideReader(schedule.overrides);
  const clock = wallClock(schedule.timeZone);
  const readers = schedule.layers
    .map((layer) => ({ name: layer.name, read: remembering(layerReader(layer, clock)) }))
    .reverse();

  return (epochMs) => {
    const { override, untilMs: overrideUntilMs } = overrideAt(epochMs);
    if (override) return { holder: { type: 'override', userId: override.userId, override }, untilMs: overrideUntilMs };
    let untilMs = overrideUntilMs;
    for (const { name, read } of readers) {
      const state = read(epochMs);
      untilMs = Math.min(untilMs, state.untilMs);
      if (state.holder) return { holder: { type: 'layer', layer: name, ...state.holder }, untilMs };
    }
    return { holder: undefined, untilMs };
  };
};

const remembering = (read: LayerReader): LayerReader => {
  let sinceMs = Number.POSITIVE_INFINITY;
  let state: LayerState = { holder: undefined, untilMs: Number.NEGATIVE_INFINITY };
  return (epochMs) => {
    if (epochMs < sinceMs || epochMs >= state.untilMs) {
      state = read(epochMs);
      sinceMs = epochMs;
    }
    return state;
  };
};

const overrideReader = (
  overrides: readonly Override[],
): ((epochMs: number) => { override: Override | undefined; untilMs: number }) => {
  const parsed = overrides.map((override) => ({
    override,
    fromMs: toEpochMs(override.from),
    toMs: toEpochMs(override.to),
  }));
  return (epochMs) => {
    let untilMs = Number.POSITIVE_INFINITY;
    let found: Override | undefined;
    for (const { override, fromMs, toMs } of parsed) {
      if (fromMs > epochMs) untilMs = Math.min(untilMs, fromMs);
      else if (toMs > epochMs) {
        untilMs = Math.min(untilMs, toMs);
        found = override;
      }
    }
    return { override: found, untilMs };
  };
};

const isSame = (one: Holder | undefined, other: Holder | undefined): boolean => {
  if (one?.userId !== other?.userId) return false;
  if (one?.type === 'override' && other?.type === 'override') return one.override.id === other.override.id;
  if (one?.type === 'layer' && other?.type === 'layer') {
    return one.layer === other.layer && one.turn.fromMs === other.turn.fromMs && one.turn.toMs === other.turn.toMs;
  }
  return one === other;
};

const onCallOf = (holder: Holder): OnCall =>
  holder.type === 'override' ? overridden(holder.override) : inTurn(holder.layer, holder);

const overridden = ({ id, userId }: Override): OnCall => ({ userId, reason: { type: 'override', overrideId: id } });

const inTurn = (
  layer: string,
  { userId, turn }: { readonly userId: UserId; readonly turn: { readonly fromMs: number; readonly toMs: number } },
): OnCall => ({
  userId,
  reason: { type: 'layer', layer, shiftFrom: fromEpochMs(turn.fromMs), shiftTo: fromEpochMs(turn.toMs) },
});
