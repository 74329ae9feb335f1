import type { ScheduleId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';

/** Who is on call when: layers one over the other, and single exceptions over all of them. */
export interface Schedule {
  readonly id: ScheduleId;
  readonly name: string;
  /** The IANA zone whose wall clock the hand-overs and restrictions follow, for example `Europe/London`. */
  readonly timeZone: string;
  /** A later layer wins over an earlier one wherever it has somebody on call. */
  readonly layers: readonly Layer[];
  /** Over every layer. Where two overlap, the later in the list wins. */
  readonly overrides: readonly Override[];
  readonly version: number;
}

/** People who take turns. */
export interface Layer {
  readonly name: string;
  readonly rotation: Rotation;
  /** In the order of their turns; the first takes the turn that begins at `rotation.startsAt`. Empty: nobody, ever. */
  readonly participants: readonly UserId[];
  /** When the layer counts. Absent or an empty list: always. */
  readonly restrictions?: readonly Restriction[];
  /** From this moment on the layer has nobody; a turn under way is cut short. */
  readonly endsAt?: Instant;
}

/** How often the people of a layer hand over. */
export interface Rotation {
  readonly unit: 'hour' | 'day' | 'week';
  /** How many units a turn lasts: a whole number from 1. */
  readonly length: number;
  /** The first hand-over on the schedule's wall clock, `YYYY-MM-DDTHH:MM`. Before it the layer has nobody. */
  readonly startsAt: string;
}

/** A part of the day, on some days, on the schedule's wall clock. */
export interface Restriction {
  /** The days on which it opens, as ISO writes them: 1 is Monday, 7 is Sunday. Absent: every day. */
  readonly days?: readonly number[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`; at or before `from` it means that time of the next day. `24:00` is midnight at the day's end. */
  readonly to: string;
}

/** One person instead of whoever the layers say, from the first moment up to but not including the second. */
export interface Override {
  readonly id: string;
  readonly userId: UserId;
  readonly from: Instant;
  readonly to: Instant;
  /** The two overrides of a swap have the same; absent in any other. */
  readonly swap?: string;
}
