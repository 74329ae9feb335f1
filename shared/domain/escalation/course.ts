import type { EscalationPolicy, PersonTarget } from './policy.ts';
import type { Cursor, EscalationRun } from './run.ts';

/** How long those who were asked for by name have to answer before nobody else is left to page. */
const AD_HOC_SECONDS = 300;

/** What a run goes through from now on. */
export interface Course {
  readonly policy: Pick<EscalationPolicy, 'levels' | 'rounds' | 'fallback'>;
  readonly cursor: Cursor;
  /** Paged together with the first level that the run comes to: nobody, once it has come to one. */
  readonly asked: readonly PersonTarget[];
}

const FIRST: Cursor = { round: 0, level: 0 };
const PAST_ALONE: Cursor = { round: 1, level: 0 };

/** Where a run begins; a policy that was made shorter meanwhile still has a level for those who were asked for. */
const beginning = ({ next }: EscalationRun, { levels, rounds }: EscalationPolicy): Cursor => ({
  round: Math.min(next.round, rounds - 1),
  level: next.level < levels.length ? next.level : 0,
});

/** One level, which is empty but for those who were asked for. */
const aloneWith = (policy: EscalationPolicy | undefined): Course['policy'] => ({
  levels: [{ targets: [], timeoutSeconds: AD_HOC_SECONDS }],
  rounds: 1,
  fallback: policy?.fallback ?? [],
});

/**
 * What a run goes through: its policy, at the first level that it comes to together with those who were asked for by name. Without a
 * policy that could page anybody, or when only those are wanted, they are a level of their own, and `policy` (the
 * incident's, where it has one) gives no more than its fallback. Undefined when the policy is gone and nobody was asked for.
 */
export const courseOf = (run: EscalationRun, policy: EscalationPolicy | undefined): Course | undefined => {
  const named = run.adHoc ?? [];
  const isNew = run.reached.length === 0;
  const asked = isNew ? named : [];
  const alone = { policy: aloneWith(policy), cursor: isNew ? FIRST : PAST_ALONE, asked };
  if (run.policyId === null) return alone;
  if (policy && named.length === 0) return { policy, cursor: run.next, asked };
  if (policy && policy.levels.length > 0 && policy.rounds > 0) {
    return { policy, cursor: isNew ? beginning(run, policy) : run.next, asked };
  }
  return named.length > 0 ? alone : undefined;
};
