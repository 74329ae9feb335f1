import { type Instant, toEpochMs } from '../lib/instant.ts';

const markup = (at: Instant, format: string): string =>
  `<!date^${Math.floor(toEpochMs(at) / 1000)}^${format}|${at.slice(0, 10)} ${at.slice(11, 16)} UTC>`;

/** A moment as Slack shows it to each reader in their own zone: `3:04 AM`. */
export const clock = (at: Instant): string => markup(at, '{time}');

/** The same with its day, for what may be long ago: `Today at 3:04 AM`, `Nov 23, 2026 at 3:04 AM`. */
export const when = (at: Instant): string => markup(at, '{date_short_pretty} at {time}');

/** How long something took, to the minute and never as a row of units: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const both = (large: string, rest: number, small: string) => (rest === 0 ? large : `${large} ${rest} ${small}`);
  if (hours < 24) return both(`${hours} h`, minutes % 60, 'min');
  return both(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
};
