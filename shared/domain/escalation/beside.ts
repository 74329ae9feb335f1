import type { PersonTarget } from './policy.ts';
import type { EscalationRun } from './run.ts';

const keyOf = ({ type, id }: PersonTarget): string => `${type} ${id}`;

/**
 * Where a run begins that pages people by name beside those whom the run before it was paging. Nobody is dropped: the
 * level that was reached last is begun again together with them, and the policy goes on behind it. Whoever was asked for
 * before and has not answered is asked for still.
 */
export const besideRun = (
  { policyId, adHoc, next, reached }: Pick<EscalationRun, 'policyId' | 'adHoc' | 'next' | 'reached'>,
  asked: readonly PersonTarget[],
): Pick<EscalationRun, 'policyId' | 'adHoc' | 'next'> => {
  const latest = policyId === null ? undefined : reached.at(-1);
  const everybody = new Map([...(adHoc ?? []), ...asked].map((target) => [keyOf(target), target]));
  return {
    policyId,
    adHoc: [...everybody.values()],
    next: latest ? { round: latest.round, level: latest.level } : next,
  };
};
