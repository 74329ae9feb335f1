import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ROOT, readManifest } from '../manifest.ts';
import { zipFunctions } from '../terraform/artifacts.ts';
import type { Outcome } from '../terraform/terraform.ts';
import { adviceFor } from './advice.ts';
import { DeployStopped, type Effects, type Run } from './effects.ts';

const TERRAFORM = join(ROOT, 'terraform');
const ENVS = join(TERRAFORM, 'envs');
const DIST = join(ROOT, 'dist');
const ANSWER_MS_MAX = 15_000;
/** What of a program's last words is told. */
const TOLD_LENGTH_MAX = 4000;

const HOW_TO_GET: Readonly<Record<string, string>> = {
  terraform:
    'Terraform is not on the PATH. macOS: brew install hashicorp/tap/terraform. Linux: https://developer.hashicorp.com/terraform/install',
  aws: 'The AWS CLI is not on the PATH: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
};

const outcomeOf = (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: TERRAFORM, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT' ? new DeployStopped(HOW_TO_GET[program] ?? `${program} is not on the PATH`) : error,
      ),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, output: code === 0 ? output : output + errors }));
  });

const runner =
  (program: string, env: NodeJS.ProcessEnv): Run =>
  async (args, { mayFail = false } = {}) => {
    const outcome = await outcomeOf(program, args, env);
    if (outcome.code === 0 || mayFail) return outcome;
    const told = outcome.output.trim().slice(-TOLD_LENGTH_MAX);
    const advice = adviceFor(outcome.output);
    throw new DeployStopped(`${program} ${args[0]} failed:\n${told}${advice ? `\n\n${advice}` : ''}`);
  };

const read = (name: string): Promise<string | undefined> =>
  readFile(join(ENVS, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const build = async (): Promise<void> => {
  const { code, output } = await outcomeOf(process.execPath, [join(ROOT, 'scripts/build.ts')], process.env);
  if (code !== 0) throw new DeployStopped(`The build failed:\n${output.trim().slice(-TOLD_LENGTH_MAX)}`);
  await zipFunctions(DIST, Object.keys((await readManifest()).functions));
};

const confirm = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) throw new DeployStopped('Nobody is there to ask: read the plan (--plan-only), then --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Only "yes" is taken for it: `);
  terminal.close();
  return answer.trim() === 'yes';
};

/** The real account, by Terraform and the AWS CLI, with whatever credentials those find. */
export const realWorld = (): Effects => {
  const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', TF_VAR_artifacts: DIST, AWS_PAGER: '' };
  return {
    terraform: runner('terraform', env),
    aws: runner('aws', env),
    build,
    read,
    write: (name, text) => writeFile(join(ENVS, name), text),
    ask: async (url, init) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS_MAX) })).status;
    },
    confirm,
    say: (text) => console.log(text),
  };
};
