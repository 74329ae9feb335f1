const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The zone that the viewer's machine is in. */
export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const cache = new Map<string, Intl.DateTimeFormat>();
const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify(options);
  const known = cache.get(key) ?? new Intl.DateTimeFormat(undefined, options);
  cache.set(key, known);
  return known;
};

/** `14:05`, and the day when it is not today's. */
export const clockTime = (at: number | string, now: number, timeZone = VIEWER_ZONE): string => {
  const when = new Date(at);
  const today = dayKey(when, timeZone) === dayKey(new Date(now), timeZone);
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  return formatter(today ? options : { ...options, day: 'numeric', month: 'short' }).format(when);
};

/** `14:05:09` */
export const clockSeconds = (at: number | string, timeZone = VIEWER_ZONE): string =>
  formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(at));

/** `Mon 23 Nov 2026, 14:05:09 CET`: all there is to say about an instant. */
export const fullTime = (at: number | string, timeZone = VIEWER_ZONE): string =>
  formatter({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(at));

/** `Mon 23 Nov, 14:05` */
export const dayTime = (at: number | string, timeZone = VIEWER_ZONE): string =>
  formatter({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at));

/** `2026-11-23`, in a zone. */
export const dayKey = (at: Date | number | string, timeZone = VIEWER_ZONE): string => {
  const parts = formatter({ year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
};

/** `2 min`, `3 h 5 min`, `4 d 2 h`: what people need of a length of time. */
export const duration = (ms: number): string => {
  const left = Math.max(0, ms);
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`;
  if (left < DAY) return joined(Math.floor(left / HOUR), 'h', Math.floor((left % HOUR) / MINUTE), 'min');
  return joined(Math.floor(left / DAY), 'd', Math.floor((left % DAY) / HOUR), 'h');
};

const joined = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;

/** `3 min ago`, `in 2 h`, `just now`. */
export const ago = (at: number | string, now: number): string => {
  const distance = now - new Date(at).getTime();
  if (Math.abs(distance) < 5000) return 'just now';
  return distance > 0 ? `${duration(distance)} ago` : `in ${duration(-distance)}`;
};

/** What a date and time field holds, `2026-11-23T14:05`, in the viewer's zone. */
export const fieldTime = (at: number): string => {
  const local = new Date(at - new Date(at).getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 16);
};

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
