/** `npm run check:terraform`: the form, the invariants, and that a plan is what the manifest says. Asks no AWS. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { infrastructureOf } from '../cost/infrastructure.ts';
import { infrastructureTable } from '../cost/report.ts';
import { ROOT, readManifest } from '../manifest.ts';
import { makeArtifacts, makeEmptyArtifacts } from './artifacts.ts';
import { BREAKS_TRIED, unseenBreaks } from './breaks.ts';
import { PLAN_FILE } from './kept.ts';
import { servedByLaptop } from './laptop.ts';
import { planBothRegions } from './planned.ts';
import { shapeProblems, triedOf, variablesIn } from './shape.ts';
import { functionsOfAllSorts } from './sorts.ts';
import { startStandIn } from './stand-in.ts';
import { problemsStep, runCheck, step } from './steps.ts';
import { openWorkspace } from './terraform.ts';

/** What must be true of every function, so every function is there. */
const BY_DEFAULT = 'tests/invariants.tftest.hcl';

const manifest = await readManifest();
const workspace = openWorkspace(manifest);
const smaller = functionsOfAllSorts(manifest);
const variants = openWorkspace(smaller);
const standIn = await startStandIn();

const check = async (): Promise<void> => {
  await step('fmt -check', () => workspace.run(['fmt', '-check', '-recursive', '-diff']));
  for (const { run } of [workspace, variants])
    await step('init', () => run(['init', '-input=false', '-lockfile=readonly', '-no-color']));
  await step('validate', () => workspace.run(['validate', '-no-color']));
  await makeArtifacts(workspace.artifacts);
  await makeEmptyArtifacts(smaller, variants.artifacts);
  const byDefault = await step('terraform test', () => workspace.run(['test', '-no-color', `-filter=${BY_DEFAULT}`]));
  console.log(byDefault.output.trim().split('\n').at(-1));
  // Terraform's time grows with the square of what there is: what a variable changes is seen with functions of all sorts.
  const others = readdirSync(join(ROOT, 'terraform/tests')).filter((file) => file.endsWith('.tftest.hcl'));
  const filters = others.map((file) => `tests/${file}`).filter((file) => file !== BY_DEFAULT);
  const varied = await step('terraform test of the variants', () =>
    variants.run(['test', '-no-color', ...filters.map((file) => `-filter=${file}`)]),
  );
  console.log(varied.output.trim().split('\n').at(-1));

  const planned = await planBothRegions(workspace, standIn.url);
  mkdirSync(dirname(PLAN_FILE), { recursive: true });
  writeFileSync(PLAN_FILE, JSON.stringify(planned));
  const bundle = (name: string) => readFileSync(join(workspace.artifacts, name, 'handler.js'), 'utf8');
  const named = new Map(Object.keys(manifest.functions).map((name) => [name, variablesIn(bundle(name))]));
  const variables = (name: string) => named.get(name) ?? [];
  const stateMachine = (name: string) => readFileSync(join(ROOT, 'statemachines', `${name}.asl.json`), 'utf8');
  const parts = { manifest, variables, stateMachine, served: await servedByLaptop(manifest, triedOf(planned)) };
  problemsStep('the plan beside the manifest and the laptop', shapeProblems(planned, parts));
  problemsStep(`${BREAKS_TRIED} plans with one thing wrong, each seen`, unseenBreaks(planned, parts));
  const page = readFileSync(join(ROOT, 'docs/cost.md'), 'utf8');
  const isNew = page.includes(infrastructureTable(infrastructureOf(planned)));
  problemsStep('docs/cost.md beside the plan', isNew ? [] : ['it is old: npm run cost']);
  console.log(`${planned.resource_changes.filter(({ mode }) => mode === 'managed').length} resources planned`);
};

await runCheck(check, () => {
  standIn.close();
  workspace.remove();
  variants.remove();
});
