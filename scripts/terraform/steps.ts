import type { Outcome } from './terraform.ts';

/** What did not go as it must, with what there is to read about it. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** Says what a step is and how long it took. @throws CheckFailed when Terraform did not end with one of the `good` codes. */
export const step = async (
  what: string,
  act: () => Promise<Outcome>,
  good: readonly number[] = [0],
): Promise<Outcome> => {
  const startMs = performance.now();
  const outcome = await act();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  if (!good.includes(outcome.code)) throw new CheckFailed(`${what}: failed after ${seconds} s\n${outcome.output}`);
  console.log(`${what}: ${seconds} s`);
  return outcome;
};

/** The same for what is not Terraform: problems, one a line, or none. */
export const problemsStep = (what: string, problems: readonly string[]): void => {
  if (problems.length > 0) throw new CheckFailed(`${what}:\n  ${problems.join('\n  ')}`);
  console.log(`${what}: as it should be`);
};

/** Runs a check to its end, always cleans up, and leaves with 1 when something was not right. */
export const runCheck = async (check: () => Promise<void>, cleanUp: () => unknown): Promise<void> => {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof CheckFailed)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await cleanUp();
  }
};
