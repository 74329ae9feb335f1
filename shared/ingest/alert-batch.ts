import type { Alert } from '../domain/alert/alert.ts';
import type { FieldProblem } from './problem.ts';

/**
 * What was read from one request that may hold several alerts. One bad item never costs the others: take every alert,
 * whatever the problems say; they may also be about a part of an alert that could still be taken.
 */
export interface AlertBatch {
  readonly alerts: readonly Alert[];
  /** At most 20. */
  readonly problems: readonly FieldProblem[];
}
