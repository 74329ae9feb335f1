import type { Plan } from './plan.ts';
import { SETTINGS } from './settings.ts';
import { emulatedAws } from './stand-in.ts';
import { step } from './steps.ts';
import type { Workspace } from './terraform.ts';

/** The plan of both regions of a deployment that has everything, in an account that has nothing. `init` has been run. */
export const planBothRegions = async (workspace: Workspace, standInUrl: string): Promise<Plan> => {
  const plan = ['plan', '-input=false', '-no-color', '-out=plan.bin'];
  await step('plan of both regions', () => workspace.run(plan, { ...SETTINGS, ...emulatedAws(standInUrl) }));
  return JSON.parse((await workspace.run(['show', '-json', 'plan.bin'])).output) as Plan;
};
