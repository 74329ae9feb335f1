import type { UserId } from '../../lib/ids.ts';
import { toEpochMs } from '../../lib/instant.ts';
import { windowFinder } from './restriction.ts';
import { type Turn, turnFinder } from './rotation.ts';
import type { Layer } from './schedule.ts';
import type { WallClock } from './wall-clock.ts';

/** Whose turn it is in a layer (nobody's, when `holder` is absent), and until when that surely stays so. */
export interface LayerState {
  readonly holder: { readonly userId: UserId; readonly turn: Turn } | undefined;
  readonly untilMs: number;
}

export type LayerReader = (epochMs: number) => LayerState;

const NOBODY_EVER: LayerState = { holder: undefined, untilMs: Number.POSITIVE_INFINITY };

/** @throws RangeError when the layer's rotation or restrictions are malformed. */
export const layerReader = (layer: Layer, clock: WallClock): LayerReader => {
  if (layer.participants.length === 0) return () => NOBODY_EVER;
  const turnAt = turnFinder(layer.rotation, clock);
  const windowAt = windowFinder(layer.restrictions ?? [], clock);
  const endsMs = layer.endsAt === undefined ? Number.POSITIVE_INFINITY : toEpochMs(layer.endsAt);

  return (epochMs) => {
    if (epochMs >= endsMs) return NOBODY_EVER;
    const turn = turnAt(epochMs);
    if ('startsMs' in turn) return { holder: undefined, untilMs: turn.startsMs };
    const window = windowAt(epochMs);
    if (!window.open) return { holder: undefined, untilMs: window.untilMs };
    const userId = layer.participants[turn.number % layer.participants.length] as UserId;
    const toMs = Math.min(turn.toMs, endsMs);
    return { holder: { userId, turn: { ...turn, toMs } }, untilMs: Math.min(toMs, window.untilMs) };
  };
};
