import type { EscalationPolicy, PersonTarget } from './policy.ts';
import type { Cursor, EscalationRun } from './run.ts';

/** How long those who were asked for by name have to answer before nobody else is left to page. */
const AD_HOC_SECONDS = 300;

/** What a run goes through from now on. */
export interface Course {
  readonly policy: Pick<EscalationPolicy, 'levels' | 'rounds' | 'fallback'>;
  readonly cursor: Cursor;
  /** Paged together with the first level of the first round. */
  readonly asked: readonly PersonTarget[];
}

const FIRST: Cursor = { round: 0, level: 0 };

/** One level, which is empty but for those who were asked for. */
const aloneWith = (policy: EscalationPolicy | undefined): Course['policy'] => ({
  levels: [{ targets: [], timeoutSeconds: AD_HOC_SECONDS }],
  rounds: 1,
  fallback: policy?.fallback ?? [],
});

/**
 * What a run goes through: its policy, at its first level together with those who were asked for by name. Without a
 * policy that could page anybody, or when only those are wanted, they are a level of their own, and `policy` (the
 * incident's, where it has one) gives no more than its fallback. Undefined when the policy is gone and nobody was asked for.
 */
export const courseOf = (run: EscalationRun, policy: EscalationPolicy | undefined): Course | undefined => {
  const asked = run.adHoc ?? [];
  if (run.policyId === null) {
    return { policy: aloneWith(policy), cursor: run.reached.length === 0 ? FIRST : { round: 1, level: 0 }, asked };
  }
  if (policy && (asked.length === 0 || (policy.levels.length > 0 && policy.rounds > 0))) {
    return { policy, cursor: run.next, asked };
  }
  return asked.length > 0 ? { policy: aloneWith(policy), cursor: run.next, asked } : undefined;
};
