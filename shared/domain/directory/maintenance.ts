import type { Instant } from '../../lib/instant.ts';
import type { Actor } from '../incident/actor.ts';

/** From the first moment up to but not including the second, a service's alerts page nobody. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string;
  readonly by: Actor;
}

interface Maintained {
  readonly maintenance?: readonly MaintenanceWindow[];
}

/** A service keeps this many windows, those that are over among them. */
export const WINDOWS_MAX = 50;

/** The window that a service is in at an instant; the one that ends last, where there are several. */
export const maintenanceAt = ({ maintenance = [] }: Maintained, at: Instant): MaintenanceWindow | undefined =>
  maintenance.filter(({ from, to }) => from <= at && at < to).toSorted((a, b) => (a.to < b.to ? 1 : -1))[0];

/** Why an alert pages nobody, for the record. */
export const whyInMaintenance = ({ to, reason }: MaintenanceWindow): string => `in maintenance until ${to}: ${reason}`;

/** The windows with one more; the oldest that are over give way. Undefined: there are too many that are not over. */
export const withWindow = (
  { maintenance = [] }: Maintained,
  window: MaintenanceWindow,
  at: Instant,
): readonly MaintenanceWindow[] | undefined => {
  const live = maintenance.filter(({ to }) => to > at);
  if (live.length >= WINDOWS_MAX) return undefined;
  const over = maintenance.filter(({ to }) => to <= at).toSorted((a, b) => (a.to < b.to ? 1 : -1));
  const kept = over.slice(0, WINDOWS_MAX - live.length - 1);
  return [...live, ...kept, window].toSorted((a, b) => (a.from < b.from ? -1 : 1));
};

/** The windows without one: what has begun ends now and stays on record, what has not begun is gone. */
export const endWindow = ({ maintenance = [] }: Maintained, id: string, at: Instant): readonly MaintenanceWindow[] =>
  maintenance.flatMap((window) => {
    if (window.id !== id || window.to <= at) return [window];
    return window.from >= at ? [] : [{ ...window, to: at }];
  });
