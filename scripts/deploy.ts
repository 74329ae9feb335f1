/** `npm run deploy`: into somebody's own account, both regions. docs/deploy.md says what comes before. */
import { parseArgs } from 'node:util';
import { deploy } from './deploy/deploy.ts';
import { DeployStopped } from './deploy/effects.ts';
import { realWorld } from './deploy/world.ts';
import { readManifest } from './manifest.ts';

const HELP = `npm run deploy -- --bootstrap        once for each account: the bucket of Terraform's state
npm run deploy -- --env prod         build, plan, show, ask, apply, upload the dashboard, look whether it answers
  --plan-only                        nothing is changed
  --yes                              nobody is asked
  --allow-loss <address>             what holds something may be replaced or destroyed; once for each of it
PD_DRILL_KEY                         an integration key of a service that pages nobody: an alert is sent by it, and ended`;

const { values } = parseArgs({
  options: {
    env: { type: 'string', default: 'prod' },
    bootstrap: { type: 'boolean', default: false },
    'plan-only': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    'allow-loss': { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

const main = async (): Promise<void> => {
  if (values.help) return void console.log(HELP);
  if (!/^[\w-]+$/.test(values.env)) throw new DeployStopped(`--env must be a name such as prod, not "${values.env}"`);
  await deploy(realWorld(), {
    env: values.env,
    bootstrap: values.bootstrap,
    planOnly: values['plan-only'],
    yes: values.yes,
    allowLoss: values['allow-loss'],
    drillKey: process.env['PD_DRILL_KEY'],
    manifest: await readManifest(),
  });
};

main().catch((error: Error) => {
  console.error(error instanceof DeployStopped ? `\n${error.message}` : error);
  process.exitCode = 1;
});
