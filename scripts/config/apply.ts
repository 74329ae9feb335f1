import type { ConfigApi } from './api.ts';
import type { Plan, Step } from './plan.ts';

/** How many changes are under way at once. */
const AT_ONCE = 4;

export interface Outcome {
  readonly step: Step;
  /** Why it was not done. Absent: it was. */
  readonly error?: string;
}

/** Steps of one kind that may go side by side: those of the same sort, next to each other. */
const stages = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const made: Step[][] = [];
  for (const step of steps) {
    const [last] = made.at(-1) ?? [];
    const isSame = last?.kind === step.kind && (last.type === 'delete') === (step.type === 'delete');
    if (isSame) made.at(-1)?.push(step);
    else made.push([step]);
  }
  return made;
};

const sideBySide = async (api: Pick<ConfigApi, 'carryOut'>, steps: readonly Step[]): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const waiting = [...steps];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const error = await api.carryOut(step).then(
        () => undefined,
        (failed: Error) => failed.message,
      );
      outcomes.push(error === undefined ? { step } : { step, error });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
};

/**
 * Carries out a plan, a few steps at once and what is referred to first. A step that fails is tried once more after its
 * neighbours (a phone may have moved from one person to another); what then fails again stops what comes after it.
 */
export const applyPlan = async (
  api: Pick<ConfigApi, 'carryOut'>,
  { steps }: Pick<Plan, 'steps'>,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const stage of stages(steps)) {
    const first = await sideBySide(api, stage);
    const failed = first.filter(({ error }) => error !== undefined).map(({ step }) => step);
    const again = failed.length > 0 && failed.length < stage.length ? await sideBySide(api, failed) : undefined;
    outcomes.push(...(again ? [...first.filter(({ error }) => error === undefined), ...again] : first));
    if (outcomes.some(({ error }) => error !== undefined)) break;
  }
  return outcomes;
};
