import type { IncidentId, PolicyId, RunId } from '../lib/ids.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { counterEntity } from './entities/number.ts';
import { turnEntity } from './entities/turn.ts';
import type { TableConnection } from './table.ts';

/** A level of a run of a policy, where people take turns. */
export interface Turning {
  readonly incidentId: IncidentId;
  readonly runId: RunId;
  readonly policyId: PolicyId;
  readonly level: number;
}

/** Whose turn it is at levels of policies: the next number for each run that comes to one. */
export const turnStore = (connection: TableConnection) => {
  const counters = counterEntity(connection);
  const turns = turnEntity(connection);
  const nameOf = (policyId: PolicyId, level: number): string => `turn#${policyId}#${level}`;

  const known = async ({ incidentId, runId, level }: Turning): Promise<number | undefined> =>
    (await turns.get({ incidentId, runId, level }).go(CONSISTENT)).data?.turn;

  return {
    /** The number of a run at a level, the same however often it is asked for: whoever takes over pages the same person. */
    async take(turning: Turning): Promise<number> {
      const { incidentId, runId, policyId, level } = turning;
      const before = await known(turning);
      if (before !== undefined) return before;
      const name = nameOf(policyId, level);
      const counted = await counters.upsert({ name }).add({ value: 1 }).go({ response: 'all_new' });
      const turn = Number(counted.data?.value) - 1;
      if (await written(turns.create({ incidentId, runId, level, turn }).go(UNANSWERED))) return turn;
      return (await known(turning)) ?? turn;
    },

    /** The number that the next run at a level would have. */
    async next(policyId: PolicyId, level: number): Promise<number> {
      return Number((await counters.get({ name: nameOf(policyId, level) }).go(CONSISTENT)).data?.value ?? 0);
    },
  };
};

export type TurnStore = ReturnType<typeof turnStore>;
