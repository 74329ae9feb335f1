import { DeployStopped, type Effects } from './effects.ts';
import { accountInBackend } from './state-bucket.ts';

export const REGIONS = ['us-east-1', 'us-west-2'] as const;
/** Of a new account, which leaves nothing to reserve. */
const CONCURRENCY_OF_A_NEW_ACCOUNT = 10;
/** What the lanes reserve, and enough beside it for a storm of pages. */
const CONCURRENCY_WANTED = 1000;
const TERRAFORM_WANTED = [1, 11] as const;

const isOldTerraform = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < TERRAFORM_WANTED[0] || (major === TERRAFORM_WANTED[0] && minor < TERRAFORM_WANTED[1]);
};

const terraformIsThere = async ({ terraform }: Effects): Promise<void> => {
  const { output } = await terraform(['version', '-json']);
  const version = /"terraform_version":\s*"([^"]+)"/.exec(output)?.[1] ?? '0';
  if (isOldTerraform(version)) {
    throw new DeployStopped(`Terraform is version ${version}; this needs ${TERRAFORM_WANTED.join('.')} or newer.`);
  }
};

/** Which account this is. @throws DeployStopped when it is not the one whose state envs/backend.hcl names. */
export const accountOf = async ({ aws, read }: Effects): Promise<string> => {
  const { output } = await aws(['sts', 'get-caller-identity', '--region', REGIONS[0], '--output', 'json']);
  const account = (JSON.parse(output) as { Account: string }).Account;
  const wanted = accountInBackend((await read('backend.hcl')) ?? '');
  if (wanted && wanted !== account) {
    throw new DeployStopped(
      `These credentials are of account ${account}, and the state in envs/backend.hcl is of ${wanted}. Change AWS_PROFILE, or the file.`,
    );
  }
  return account;
};

/** Whether the account's Lambda quota lets the lanes be kept apart; says so where it does not, or soon will not. */
const roomForLanes = async ({ aws, say }: Effects, tfvars: string): Promise<void> => {
  const reserves = !/^\s*reserve_concurrency\s*=\s*false/m.test(tfvars);
  for (const region of REGIONS) {
    const query = ['--query', 'AccountLimit.ConcurrentExecutions', '--output', 'text'];
    const { code, output } = await aws(['lambda', 'get-account-settings', '--region', region, ...query], {
      mayFail: true,
    });
    const limit = Number(output.trim());
    if (code !== 0 || !Number.isFinite(limit)) {
      say(`  ${region}: Lambda's quota could not be read`);
      continue;
    }
    if (limit <= CONCURRENCY_OF_A_NEW_ACCOUNT && reserves) {
      throw new DeployStopped(
        `${region} lets ${limit} functions run at once, which leaves no lane anything. Set reserve_concurrency = false for now, and ask for ${CONCURRENCY_WANTED} (docs/deploy.md): until then a storm of pages is throttled.`,
      );
    }
    const note = limit < CONCURRENCY_WANTED ? `: ask for ${CONCURRENCY_WANTED}, a storm of pages needs them` : '';
    say(`  ${region}: ${limit} functions at once${note}`);
  }
};

/** Looks at everything that would only be found out in the middle. @throws DeployStopped, which says what to do. */
export const preflight = async (effects: Effects, tfvars: string): Promise<string> => {
  await terraformIsThere(effects);
  const account = await accountOf(effects);
  effects.say(`  account ${account}`);
  await roomForLanes(effects, tfvars);
  return account;
};
