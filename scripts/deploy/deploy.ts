import type { Manifest } from '../manifest.ts';
import type { Plan } from '../terraform/plan.ts';
import { DeployStopped, type Effects } from './effects.ts';
import { accountOf, preflight, REGIONS } from './preflight.ts';
import { smoke, smokeReport } from './smoke.ts';
import { backendFile, makeStateBucket, stateBucketOf } from './state-bucket.ts';
import { isEmpty, lossesOf, planSummary } from './summary.ts';

export interface DeployOptions {
  /** `prod`: terraform/envs/prod.tfvars. */
  readonly env: string;
  readonly bootstrap: boolean;
  readonly planOnly: boolean;
  /** Nobody is asked: for pipelines, after somebody has read the plan. */
  readonly yes: boolean;
  /** Addresses of what may be lost with what it holds. */
  readonly allowLoss: readonly string[];
  readonly drillKey: string | undefined;
  readonly manifest: Manifest;
}

/** What Terraform says there is, as far as it is used here. */
type Outputs = Readonly<Record<string, { readonly value: unknown } | undefined>>;

const PLAN = 'deploy.plan';

/** Makes the bucket of the state, and the file that says where it is. */
const bootstrap = async (effects: Effects): Promise<void> => {
  const place = stateBucketOf(await accountOf(effects), REGIONS[0]);
  await makeStateBucket(place, effects.aws);
  if ((await effects.read('backend.hcl')) === undefined) await effects.write('backend.hcl', backendFile(place));
  effects.say(
    `The state is kept in s3://${place.bucket}, versioned and encrypted. envs/backend.hcl says so to Terraform.`,
  );
};

const planned = async ({ terraform, say }: Effects, env: string): Promise<Plan> => {
  say('\nPlanning');
  await terraform(['init', '-input=false', '-no-color', '-reconfigure', '-backend-config=envs/backend.hcl']);
  await terraform(['plan', '-input=false', '-no-color', `-var-file=envs/${env}.tfvars`, `-out=${PLAN}`]);
  return JSON.parse((await terraform(['show', '-json', PLAN])).output) as Plan;
};

const refuseLosses = (plan: Plan, allowed: readonly string[]): void => {
  const losses = lossesOf(plan, allowed);
  if (losses.length === 0) return;
  const flags = losses.map((address) => `--allow-loss '${address}'`).join(' ');
  throw new DeployStopped(
    `This plan would replace or destroy what cannot be made again:\n  ${losses.join('\n  ')}\nIf that is what you want, after a backup (docs/runbook.md): ${flags}`,
  );
};

/** The dashboard's files to where they are served from. Those with a hash in their name are kept for ever. */
const upload = async (effects: Effects, outputs: Outputs): Promise<void> => {
  const { say } = effects;
  const buckets = (outputs['dashboard_buckets']?.value ?? []) as readonly string[];
  if (buckets.length === 0) say('  no bucket for the dashboard in this deployment: it comes with a domain');
  for (const bucket of buckets) await uploadTo(effects, bucket);
};

const uploadTo = async ({ aws, say }: Effects, bucket: string): Promise<void> => {
  const site = ['../dist/dashboard', `s3://${bucket}`, '--no-progress'];
  await aws([
    's3',
    'sync',
    ...site,
    '--exclude',
    '*',
    '--include',
    'assets/*',
    '--cache-control',
    'public,max-age=31536000,immutable',
  ]);
  // Whoever has the old page open still finds its scripts: nothing of assets/ is removed.
  await aws([
    's3',
    'sync',
    ...site,
    '--exclude',
    'assets/*',
    '--exclude',
    'config.json',
    '--cache-control',
    'no-cache',
  ]);
  say(`  the dashboard is in s3://${bucket}`);
};

const healthPathOf = ({ functions }: Manifest): string | undefined => {
  const trigger = functions['health']?.triggers.find(({ type }) => type === 'http');
  return trigger?.type === 'http' ? trigger.path : undefined;
};

const test = async (effects: Effects, outputs: Outputs, options: DeployOptions): Promise<void> => {
  const findings = await smoke(
    {
      endpoints: (outputs['api_endpoints']?.value ?? {}) as Record<string, string>,
      publicUrl: (outputs['public_url']?.value ?? '') as string,
      healthPath: healthPathOf(options.manifest),
      drillKey: options.drillKey,
    },
    effects.ask,
  );
  effects.say(smokeReport(findings));
  if (!options.drillKey)
    effects.say('  no alert was sent: with PD_DRILL_KEY, a key of a service that pages nobody, one is');
  if (findings.some(({ ok }) => !ok)) {
    throw new DeployStopped(
      'It is deployed, and not all of it answers as it should: docs/runbook.md. New names in DNS take minutes.',
    );
  }
};

/**
 * Build, plan, show, ask, apply, upload, look. @throws DeployStopped where a person has to decide or to do something; what
 * was applied until then stands, and the same command goes on from there.
 */
export const deploy = async (effects: Effects, options: DeployOptions): Promise<void> => {
  const { say } = effects;
  if (options.bootstrap) return bootstrap(effects);
  const tfvars = await effects.read(`${options.env}.tfvars`);
  if (tfvars === undefined) {
    throw new DeployStopped(
      `There is no terraform/envs/${options.env}.tfvars: copy example.tfvars and fill it in (docs/deploy.md).`,
    );
  }
  say('Looking at the account');
  await preflight(effects, tfvars);
  if ((await effects.read('backend.hcl')) === undefined) {
    throw new DeployStopped(
      'Nothing says where the state is kept. Once for each account: npm run deploy -- --bootstrap',
    );
  }
  say('\nBuilding');
  await effects.build();
  const plan = await planned(effects, options.env);
  say(planSummary(plan));
  refuseLosses(plan, options.allowLoss);
  if (options.planOnly) return say('\nNothing was changed: this was the plan alone.');
  if (!isEmpty(plan)) {
    if (!options.yes && !(await effects.confirm('\nApply this?'))) throw new DeployStopped('Nothing was changed.');
    say('\nApplying');
    await effects.terraform(['apply', '-input=false', '-no-color', '-parallelism=20', PLAN]);
  }
  const outputs = JSON.parse((await effects.terraform(['output', '-json'])).output) as Outputs;
  say('\nThe dashboard');
  await upload(effects, outputs);
  say('\nLooking whether it answers');
  await test(effects, outputs, options);
  say('\nDeployed.');
};
