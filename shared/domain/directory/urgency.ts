import { type Instant, toEpochMs } from '../../lib/instant.ts';
import type { Severity } from '../incident/severity.ts';
import { windowFinder } from '../schedule/restriction.ts';
import { wallClock } from '../schedule/wall-clock.ts';
import type { Urgency } from './usable-rules.ts';

/** How urgent the incidents of a service are. */
export type ServiceUrgency =
  | { readonly type: 'always-high' }
  /** High of these severities, low of the others. */
  | { readonly type: 'by-severity'; readonly high: readonly Severity[] }
  /** High in these hours; outside of them low, or by severity. */
  | {
      readonly type: 'support-hours';
      /** An IANA zone. */
      readonly timeZone: string;
      /** As ISO writes them: 1 is Monday. */
      readonly days: readonly number[];
      /** `HH:MM`; `to` at or before `from` is of the next day. */
      readonly from: string;
      readonly to: string;
      readonly outside: 'low' | 'by-severity';
    };

/** How urgent, and why, where it is low. */
export type Judged =
  | { readonly urgency: Extract<Urgency, 'high'>; readonly why: null }
  | { readonly urgency: Extract<Urgency, 'low'>; readonly why: string };

/** What is urgent at any hour where nothing else is said. */
const SEVERE: readonly Severity[] = ['SEV1', 'SEV2'];

export const HIGH: Judged = { urgency: 'high', why: null };
const low = (why: string): Judged => ({ urgency: 'low', why });

/**
 * How urgent an incident of a service is at an instant. A service that says nothing of it is always urgent.
 * @throws RangeError when the time zone is unknown or a time is not `HH:MM`.
 */
export const urgencyOf = (rule: ServiceUrgency | undefined, severity: Severity, at: Instant): Judged => {
  if (!rule || rule.type === 'always-high') return HIGH;
  if (rule.type === 'by-severity') return rule.high.includes(severity) ? HIGH : low(severity);
  const { days, from, to, timeZone, outside } = rule;
  const { open } = windowFinder([{ days, from, to }], wallClock(timeZone))(toEpochMs(at));
  if (open) return HIGH;
  if (outside === 'low') return low('outside support hours');
  return SEVERE.includes(severity) ? HIGH : low(`${severity}, outside support hours`);
};
