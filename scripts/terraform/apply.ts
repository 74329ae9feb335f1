/**
 * `npm run check:apply`: both regions applied to an emulator of AWS, planned again, changed, destroyed. Functions of
 * all sorts, since Terraform takes minutes for every one, which `npm run check:apply -- --all` has. Without the emulator
 * it says how to get it and fails; with `--where-the-emulator-is`, which is CI's, it only says so.
 */
import { readManifest } from '../manifest.ts';
import { makeEmptyArtifacts } from './artifacts.ts';
import { driftProblems, type KnownDrift } from './drift.ts';
import { EMULATOR_MISSING, isEmulatorHere, startEmulator } from './emulator.ts';
import type { Plan } from './plan.ts';
import { SETTINGS } from './settings.ts';
import { functionsOfAllSorts } from './sorts.ts';
import { emulatedAws } from './stand-in.ts';
import { problemsStep, runCheck, step } from './steps.ts';
import { openWorkspace } from './terraform.ts';

/** Differences that a second plan shows here and would not show in AWS. Nothing of ours is hidden behind one. */
const KNOWN_DRIFT: readonly KnownDrift[] = [
  {
    type: 'aws_secretsmanager_secret',
    attribute: 'replica.kms_key_id',
    because: "moto forgets the key of a secret's replica; the key is in the plan, and `terraform test` asks for it",
  },
];

const CANNOT_SHOW = `What this cannot show: that AWS's quotas leave room for it, that roles let do what is done (the emulator asks nobody),
that a strong table is one (ADR 0017), that Secrets Manager's values reach a function, how long AWS takes, and anything of the HTTP API at run time.`;

const PARALLEL = '-parallelism=20';

if (process.argv.includes('--where-the-emulator-is') && !isEmulatorHere()) {
  console.log(`check:apply does not run here.\n${EMULATOR_MISSING}`);
  process.exit(0);
}
const whole = await readManifest();
const manifest = process.argv.includes('--all') ? whole : functionsOfAllSorts(whole);
const workspace = openWorkspace(manifest);
const emulator = await startEmulator().catch((error: Error) => {
  console.error(error.message);
  workspace.remove();
  process.exit(1);
});
const env = {
  ...SETTINGS,
  ...emulatedAws(emulator.url),
  // The emulator refuses to delete what is protected, as AWS does; `terraform test` holds that it is protected.
  TF_VAR_deletion_protection: 'false',
};

const run = (...args: readonly string[]) => workspace.run([...args, '-no-color'], env);

const planned = async (...args: readonly string[]): Promise<Plan> => {
  await step(`plan ${args.join(' ')}`.trim(), () => run('plan', '-input=false', PARALLEL, '-out=again.bin', ...args));
  return JSON.parse((await workspace.run(['show', '-json', 'again.bin'])).output) as Plan;
};

/** A longer timeout for one function: changed where it is, not made anew. */
const inPlaceProblems = (plan: Plan): string[] => {
  const changes = plan.resource_changes.filter(
    ({ mode, change }) => mode === 'managed' && change.actions[0] !== 'no-op',
  );
  const updated = changes.filter(
    ({ type, change }) => type === 'aws_lambda_function' && change.actions.join() === 'update',
  );
  const replaced = changes.filter(
    ({ change }) => change.actions.includes('delete') || change.actions.includes('create'),
  );
  return [
    ...(updated.length > 0 ? [] : ['no function is changed in place']),
    ...replaced.map(({ address, change }) => `${address} would be ${change.actions.join(' and ')}d`),
  ];
};

const check = async (): Promise<void> => {
  await step('init', () => run('init', '-input=false', '-lockfile=readonly'));
  await makeEmptyArtifacts(manifest, workspace.artifacts);
  const made = await step('apply', () => run('apply', '-auto-approve', '-input=false', PARALLEL));
  console.log(/Apply complete!.*/.exec(made.output)?.[0]);
  problemsStep('the second plan', driftProblems(await planned(), KNOWN_DRIFT));
  for (const { type, attribute, because } of KNOWN_DRIFT) console.log(`  known: ${type}.${attribute}: ${because}`);
  const changed = await planned('-refresh=false', '-var=public_url=https://other.example.com');
  problemsStep('a changed attribute', inPlaceProblems(changed));
  const destroyed = await step('destroy', () => run('destroy', '-auto-approve', '-refresh=false', PARALLEL));
  console.log(/Destroy complete!.*/.exec(destroyed.output)?.[0]);
  const [applied, all] = [manifest, whole].map(({ functions }) => Object.keys(functions).length);
  console.log(`${applied} of ${all} functions, of all sorts, in each of two regions.\n${CANNOT_SHOW}`);
};

await runCheck(check, () => {
  for (const line of emulator.notEmulated()) console.log(line);
  emulator.stop();
  workspace.remove();
});
