/** `npm run check:access`: what functions did in the tests beside what they may do in AWS. Asks nobody. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessProblems, callsOf, NOT_OUR_CALLS, SELDOM } from './access.ts';
import { CALLS_FOLDER, PLAN_FILE } from './kept.ts';
import type { Plan } from './plan.ts';
import { CheckFailed, problemsStep, runCheck } from './steps.ts';

const recordedCalls = () => {
  if (!existsSync(CALLS_FOLDER)) {
    throw new CheckFailed('No calls are recorded. PD_CALLS_FOLDER=coverage/calls npm run check:tests records them.');
  }
  return callsOf(
    readdirSync(CALLS_FOLDER)
      .map((file) => readFileSync(join(CALLS_FOLDER, file), 'utf8'))
      .join(''),
  );
};

const readPlan = (): Plan => {
  if (!existsSync(PLAN_FILE)) throw new CheckFailed('There is no plan. npm run check:terraform makes it.');
  return JSON.parse(readFileSync(PLAN_FILE, 'utf8')) as Plan;
};

await runCheck(
  async () => {
    const calls = recordedCalls();
    problemsStep('roles beside recorded calls', accessProblems(readPlan(), 'module.primary', 'us-east-1', calls));
    console.log(`${calls.length} calls recorded, each by function, action and resource`);
    for (const { sid, because } of NOT_OUR_CALLS) console.log(`  not asked for: ${sid.source}: ${because}`);
    for (const { sid, of, because } of SELDOM) console.log(`  not seen: ${sid} of ${of.join(', ')}: ${because}`);
  },
  () => {},
);
