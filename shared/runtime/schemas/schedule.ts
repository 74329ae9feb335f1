import * as v from 'valibot';
import { OVERRIDES_MAX } from '../../domain/schedule/overrides.ts';
import type { UserId } from '../../lib/ids.ts';
import { type Instant, parseInstant } from '../../lib/instant.ts';
import { listOf, reference, Slug, text, Version, whole } from './common.ts';

const LAYERS_MAX = 20;
const PARTICIPANTS_MAX = 50;
const RESTRICTIONS_MAX = 21;
const OVERRIDE_DAYS_MAX = 366;

/** `Europe/London`, `Etc/GMT+5`, `UTC`: a name, and not an offset, which knows no daylight saving time. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]{0,31}(\/[A-Za-z0-9_+-]{1,32}){0,2}$/;

/** Asks what Temporal asks, too, without Temporal: those who only keep a schedule need none. */
const isTimeZone = (name: string): boolean => {
  if (!ZONE.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const TimeZone = v.pipe(v.string(), v.check(isTimeZone, 'must be a time zone such as Europe/London'));

const LOCAL = /^(19[7-9]\d|20\d\d)-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** A date that the calendar has, too: JavaScript takes 30 February for 2 March. */
const isLocalTime = (value: string): boolean => {
  const time = LOCAL.test(value) ? new Date(`${value}:00.000Z`) : new Date(Number.NaN);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
};

const LocalTime = v.pipe(v.string(), v.check(isLocalTime, 'must be a local time such as 2026-11-23T09:00'));
const FromTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00'));
const ToTime = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 17:00'));

/** A time with an offset, in UTC from then on. */
const Time = v.pipe(
  v.string(),
  v.check((value) => parseInstant(value) !== undefined, 'must be a time with an offset, such as 2026-11-23T03:00:00Z'),
  v.transform((value) => parseInstant(value) as Instant),
);

const Rotation = v.strictObject({
  unit: v.picklist(['hour', 'day', 'week'], 'must be hour, day or week'),
  length: whole(1, 1000),
  startsAt: LocalTime,
});

const Days = v.pipe(
  listOf(whole(1, 7), 1, 7),
  v.check((days) => new Set(days).size === days.length, 'must name each day once'),
);

const Restriction = v.strictObject({ days: v.exactOptional(Days), from: FromTime, to: ToTime });

const Layer = v.strictObject({
  name: text(80),
  rotation: Rotation,
  participants: listOf(reference<UserId>(), 1, PARTICIPANTS_MAX),
  restrictions: v.exactOptional(listOf(Restriction, 0, RESTRICTIONS_MAX)),
  endsAt: v.exactOptional(Time),
});

const OVERRIDE_MS_MAX = OVERRIDE_DAYS_MAX * 86_400_000;
const AFTER = 'must be after from';
const WITHIN = `must be at most ${OVERRIDE_DAYS_MAX} days after from`;

interface FromTo {
  readonly from: Instant;
  readonly to: Instant;
}
const isForward = ({ from, to }: FromTo): boolean => from < to;
const isShort = ({ from, to }: FromTo): boolean => Date.parse(to) - Date.parse(from) <= OVERRIDE_MS_MAX;

const stretch = { userId: reference<UserId>(), from: Time, to: Time };

/** Somebody's time, from the first moment up to but not including the second. */
const Stretch = v.pipe(
  v.strictObject(stretch),
  v.forward(
    v.partialCheck([['from'], ['to']], (value) => isForward(value), AFTER),
    ['to'],
  ),
  v.forward(
    v.partialCheck([['from'], ['to']], (value) => isShort(value), WITHIN),
    ['to'],
  ),
);

/** As it is kept. */
const Override = v.pipe(
  v.strictObject({ id: Slug, ...stretch, swap: v.exactOptional(Slug) }),
  v.forward(
    v.partialCheck([['from'], ['to']], (value) => isForward(value), AFTER),
    ['to'],
  ),
  v.forward(
    v.partialCheck([['from'], ['to']], (value) => isShort(value), WITHIN),
    ['to'],
  ),
);

const Overrides = v.pipe(
  listOf(Override, 0, OVERRIDES_MAX),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must have ids of their own'),
);

const fields = {
  name: text(80),
  timeZone: TimeZone,
  layers: listOf(Layer, 0, LAYERS_MAX),
};

/** `POST /v1/schedules` */
export const ScheduleInput = v.strictObject({
  id: v.exactOptional(Slug),
  name: fields.name,
  timeZone: fields.timeZone,
  layers: v.optional(fields.layers, []),
  overrides: v.optional(Overrides, []),
});

/** `PATCH /v1/schedules/{id}` */
export const SchedulePatch = v.strictObject({
  version: Version,
  name: v.exactOptional(fields.name),
  timeZone: v.exactOptional(fields.timeZone),
  layers: v.exactOptional(fields.layers),
  overrides: v.exactOptional(Overrides),
});

/** `POST /v1/schedules/{id}/overrides` */
export const OverrideInput = Stretch;

/** `POST /v1/schedules/{id}/swaps`: what each of the two gives to the other. */
export const SwapInput = v.strictObject({
  shifts: v.pipe(
    v.array(Stretch),
    v.minLength(2, 'must be two'),
    v.maxLength(2, 'must be two'),
    v.transform((shifts) => shifts as [(typeof shifts)[number], (typeof shifts)[number]]),
  ),
});
