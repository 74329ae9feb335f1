import type { Instant } from '../../lib/instant.ts';
import type { Finding } from './finding.ts';

/** What was told on one day: each set of errors once. */
export interface ReachabilityReports {
  /** `2026-11-24`, in UTC. */
  readonly day: string;
  /** The sets that were told, each as the names of its errors. */
  readonly told: readonly string[];
}

/** A set that changes all the time is not told all the time. */
const TOLD_MAX = 6;

const nameOf = (errors: readonly Finding[]): string =>
  errors
    .map(({ id }) => id)
    .toSorted()
    .join(' ');

/**
 * What has been told once these errors are; undefined when there is nothing to tell: no error, or the same ones have
 * been told today.
 */
export const afterReport = (
  before: ReachabilityReports | undefined,
  errors: readonly Finding[],
  at: Instant,
): ReachabilityReports | undefined => {
  const day = at.slice(0, 10);
  const told = before?.day === day ? before.told : [];
  const name = nameOf(errors);
  if (errors.length === 0 || told.includes(name) || told.length >= TOLD_MAX) return undefined;
  return { day, told: [...told, name] };
};
