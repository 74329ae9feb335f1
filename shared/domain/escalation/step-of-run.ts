import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { Judged } from '../directory/urgency.ts';
import { advance, type Directory, type Step } from './advance.ts';
import type { Course } from './course.ts';
import type { EscalationRun } from './run.ts';

/** How often a page of low urgency that went unanswered is looked at again: it may have become urgent. */
export const LOOK_AGAIN_SECONDS = 3600;

/** `quiet`: nobody is paged now, and it is looked at again then. */
export type RunStep = Step | { readonly type: 'quiet'; readonly dueAt: Instant };

export interface StepOptions {
  readonly at: Instant;
  readonly region: string;
  /** How urgent the incident is at this instant. */
  readonly judged: Judged;
  /** As `advance` takes them. */
  readonly turns?: ReadonlyMap<number, number> | undefined;
}

const FIRST = { round: 0, level: 0 } as const;

/**
 * What a run does now that it is due. Of high urgency it goes through its policy. Of low urgency it pages the first level
 * only, once in each round, and then rests; when it becomes urgent it begins at the first level again, by the rules for
 * that. What was urgent stays so, what people asked for is urgent, and so is what nobody at the first level can be paged
 * for.
 */
export const stepOfRun = (
  { policy, cursor, asked }: Course,
  { policyId, insisted, reached }: Pick<EscalationRun, 'policyId' | 'insisted' | 'reached'>,
  directory: Directory,
  { at, region, judged, turns = new Map() }: StepOptions,
): RunStep => {
  const latest = reached.at(-1);
  const wasCalm = latest?.urgency === 'low';
  const mayBeCalm = !insisted && policyId !== null && asked.length === 0 && (!latest || wasCalm);
  if (judged.urgency === 'low' && mayBeCalm) {
    const calm = { ...policy, levels: policy.levels.slice(0, 1) };
    const step = advance(calm, wasCalm ? cursor : FIRST, directory, { at, region, turns });
    if (step.type === 'page') {
      const low = { urgency: judged.urgency, whyUrgency: judged.why } as const;
      return { ...step, reached: step.reached.map((level) => ({ ...level, ...low })) };
    }
    if (wasCalm) return { type: 'quiet', dueAt: addSeconds(at, LOOK_AGAIN_SECONDS) };
  }
  return advance(policy, wasCalm ? FIRST : cursor, directory, { at, region, asked, turns });
};
