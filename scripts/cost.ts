/** `npm run cost`: what a month costs, counted and not guessed. Writes docs/cost.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from './bench/table.ts';
import { type BillLine, billOf, HUNDREDFOLD, type Load, SEED_LOAD, totalOf } from './cost/bill.ts';
import { type Infrastructure, infrastructureOf } from './cost/infrastructure.ts';
import { countUsage } from './cost/life.ts';
import { costPage } from './cost/report.ts';
import { ROOT, readManifest } from './manifest.ts';
import { makeArtifacts } from './terraform/artifacts.ts';
import { planBothRegions } from './terraform/planned.ts';
import { startStandIn } from './terraform/stand-in.ts';
import { runCheck, step } from './terraform/steps.ts';
import { openWorkspace } from './terraform/terraform.ts';

const workspace = openWorkspace(await readManifest());
const standIn = await startStandIn();

const plannedInfrastructure = async (): Promise<Infrastructure> => {
  await step('init', () => workspace.run(['init', '-input=false', '-lockfile=readonly', '-no-color']));
  await makeArtifacts(workspace.artifacts);
  return infrastructureOf(await planBothRegions(workspace, standIn.url));
};

const show = (load: Load, lines: readonly BillLine[]): void => {
  console.log(`\n${load.incidents} incidents and ${load.users} users a month: $${totalOf(lines).toFixed(2)}`);
  const rows = [...lines].sort((one, other) => other.usd - one.usd);
  console.log(
    table(
      ['', '$ a month', 'because'],
      rows.map(({ what, usd, because }) => [what, usd, because]),
    ),
  );
};

const cost = async (): Promise<void> => {
  const infrastructure = await plannedInfrastructure();
  const counts = await countUsage();
  for (const load of [SEED_LOAD, HUNDREDFOLD]) show(load, billOf(counts, infrastructure, load));
  const page = costPage(counts, infrastructure, new Date().toISOString().slice(0, 10));
  await writeFile(join(ROOT, 'docs/cost.md'), page);
  console.log('\ndocs/cost.md is written.');
};

await runCheck(cost, () => {
  standIn.close();
  workspace.remove();
});
