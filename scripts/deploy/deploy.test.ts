import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../manifest.ts';
import type { Outcome } from '../terraform/terraform.ts';
import { adviceFor } from './advice.ts';
import { type DeployOptions, deploy } from './deploy.ts';
import { DeployStopped, type Effects } from './effects.ts';
import { smoke } from './smoke.ts';
import { accountInBackend, backendFile, stateBucketOf } from './state-bucket.ts';

const ACCOUNT = '123456789012';
const MANIFEST: Manifest = { functions: {}, stateMachines: [] };
const OPTIONS: DeployOptions = {
  env: 'prod',
  bootstrap: false,
  planOnly: false,
  yes: false,
  allowLoss: [],
  drillKey: undefined,
  manifest: MANIFEST,
};

const change = (address: string, ...actions: readonly string[]) => ({
  address,
  mode: 'managed' as const,
  type: address.split('.').at(-2) ?? '',
  name: 'this',
  change: { actions, before: null, after: {}, after_unknown: {} },
});
const NEW = [change('module.primary.aws_lambda_function.sweep', 'create')];
const TABLE = 'aws_dynamodb_table.state';

interface Given {
  readonly changes?: readonly ReturnType<typeof change>[];
  readonly files?: Record<string, string>;
  readonly account?: string;
  readonly concurrency?: string;
  readonly answer?: boolean;
  readonly terraform?: string;
  readonly status?: number;
}

/** An account, a Terraform and a person that are made up; `done` is what was asked of them. */
const world = (given: Given = {}) => {
  const done: string[] = [];
  const said: string[] = [];
  const files = {
    'prod.tfvars': 'public_url = ""',
    'backend.hcl': backendFile(stateBucketOf(ACCOUNT, 'us-east-1')),
    ...given.files,
  };
  const ok = (output = ''): Outcome => ({ code: 0, output });
  const answers: Record<string, string> = {
    'terraform version': `{"terraform_version": "${given.terraform ?? '1.11.4'}"}`,
    'terraform show': JSON.stringify({ resource_changes: given.changes ?? NEW }),
    'terraform output': JSON.stringify({
      api_endpoints: { value: { 'us-east-1': 'https://east', 'us-west-2': 'https://west' } },
      dashboard_buckets: { value: ['the-dashboard'] },
    }),
    'aws sts': JSON.stringify({ Account: given.account ?? ACCOUNT }),
    'aws lambda': given.concurrency ?? '1000',
  };
  const run = (program: string) => async (args: readonly string[]) => {
    done.push(`${program} ${args.slice(0, 2).join(' ')}`);
    return args[1] === 'head-bucket' ? { code: 254, output: '404' } : ok(answers[`${program} ${args[0]}`]);
  };
  const effects: Effects = {
    terraform: run('terraform'),
    aws: run('aws'),
    build: async () => void done.push('build'),
    read: async (name) => files[name as keyof typeof files] || undefined,
    write: async (name, text) => void done.push(`write ${name}: ${text}`),
    ask: async (url) => given.status ?? (url.endsWith('/v2/enqueue') ? 400 : 401),
    confirm: async () => {
      done.push('ask');
      return given.answer ?? true;
    },
    say: (text) => void said.push(text),
  };
  const has = (what: string): boolean => done.some((one) => one.startsWith(what));
  return { effects, done, has, text: () => said.join('\n') };
};

describe('a deployment', () => {
  it('builds, plans, shows, asks, applies, uploads and looks, in this order', async () => {
    const { effects, done, text } = world();
    await deploy(effects, OPTIONS);
    const order = [
      'build',
      'terraform init',
      'terraform plan',
      'terraform show',
      'ask',
      'terraform apply',
      'aws s3 sync',
    ];
    const places = order.map((what) => done.findIndex((one) => one.startsWith(what)));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(text()).toContain('1 to make: 1 lambda_function');
    expect(text()).toContain('ok   us-west-2 refuses a stranger');
  });

  it('changes nothing when the answer is no', async () => {
    const { effects, has } = world({ answer: false });
    await expect(deploy(effects, OPTIONS)).rejects.toThrow('Nothing was changed');
    expect(has('terraform apply')).toBe(false);
  });

  it('changes nothing and asks nobody when it is to plan alone', async () => {
    const { effects, has } = world();
    await deploy(effects, { ...OPTIONS, planOnly: true });
    expect([has('ask'), has('terraform apply'), has('aws s3')]).toEqual([false, false, false]);
  });

  it('asks nobody and applies nothing when there is nothing to do, and looks all the same', async () => {
    const { effects, has, text } = world({ changes: [change(TABLE, 'no-op')] });
    await deploy(effects, OPTIONS);
    expect([has('ask'), has('terraform apply')]).toEqual([false, false]);
    expect(text()).toContain('Deployed.');
  });

  it.each([[['delete', 'create']], [['create', 'delete']], [['delete']]])(
    'stops before a table is lost (%s), unless it is allowed by its name',
    async (actions) => {
      const lost = { changes: [change(TABLE, ...actions)] };
      const refused = world(lost);
      const attempt = deploy(refused.effects, { ...OPTIONS, yes: true });
      await expect(attempt).rejects.toThrow(`--allow-loss '${TABLE}'`);
      expect(refused.has('terraform apply')).toBe(false);
      const allowed = world(lost);
      await deploy(allowed.effects, { ...OPTIONS, yes: true, allowLoss: [TABLE] });
      expect(allowed.has('terraform apply')).toBe(true);
    },
  );

  it('may replace what holds nothing, and says so by name', async () => {
    const { effects, has, text } = world({
      changes: [
        change('module.primary.aws_s3_bucket.artifacts', 'delete'),
        change('aws_iam_role.x', 'delete', 'create'),
      ],
    });
    await deploy(effects, OPTIONS);
    expect(has('terraform apply')).toBe(true);
    expect(text()).toMatch(/1 TO REPLACE.*\n +aws_iam_role\.x/);
  });

  it('fails when a region does not answer as it should', async () => {
    const { effects, text } = world({ status: 500 });
    await expect(deploy(effects, OPTIONS)).rejects.toThrow('not all of it answers');
    expect(text()).toContain('NOT  us-east-1 refuses a stranger (500, not 401)');
  });
});

describe('before a deployment', () => {
  it.each([
    ['there is no file of variables', { files: { 'prod.tfvars': '' } }, 'copy example.tfvars'],
    ['nothing says where the state is', { files: { 'backend.hcl': '' } }, '--bootstrap'],
    ['it is another account', { account: '999999999999' }, 'is of 123456789012'],
    ['Terraform is old', { terraform: '1.9.8' }, '1.11 or newer'],
    ['Lambda may run ten at once', { concurrency: '10' }, 'reserve_concurrency = false'],
  ] as const)('it stops when %s, and says what to do', async (_, given, advice) => {
    const { effects, has } = world(given);
    await expect(deploy(effects, OPTIONS)).rejects.toThrow(advice);
    await expect(deploy(effects, OPTIONS)).rejects.toBeInstanceOf(DeployStopped);
    expect(has('build')).toBe(false);
  });

  it('goes on with ten at once where no lane reserves any', async () => {
    const files = { 'prod.tfvars': 'reserve_concurrency = false' };
    const { effects, text } = world({ concurrency: '10', files });
    await deploy(effects, OPTIONS);
    expect(text()).toContain('us-east-1: 10 functions at once: ask for 1000');
  });
});

describe('the bucket of the state', () => {
  it('is made, versioned, encrypted and closed, and Terraform is told where it is', async () => {
    const { effects, done } = world({ files: { 'backend.hcl': '' } });
    await deploy(effects, { ...OPTIONS, bootstrap: true });
    expect(done.slice(1, 7).map((one) => one.split(' ').at(-1))).toEqual([
      'head-bucket',
      'create-bucket',
      'put-bucket-versioning',
      'put-bucket-encryption',
      'put-public-access-block',
      'put-bucket-policy',
    ]);
    expect(done.at(-1)).toContain(`bucket       = "pd-lite-terraform-${ACCOUNT}"`);
  });

  it('says whose it is', () => {
    expect(accountInBackend(backendFile(stateBucketOf(ACCOUNT, 'us-east-1')))).toBe(ACCOUNT);
    expect(accountInBackend('bucket = "ours"')).toBeUndefined();
  });
});

describe('advice', () => {
  it.each([
    ['Error: No valid credential sources found', 'aws sso login'],
    ['An error occurred (ExpiredToken) when calling the GetCallerIdentity operation', 'Sign in again'],
    [
      "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
      'reserve_concurrency = false',
    ],
    ['Error: Failed to get existing workspaces: S3 bucket "x" does not exist.', '--bootstrap'],
    ['Error: Error acquiring the state lock', 'force-unlock'],
    ['User: arn:aws:iam::1:user/x is not authorized to perform: kms:CreateKey', 'administer'],
    ['ThrottlingException: Rate exceeded', 'again'],
  ])('for %s', (output, advice) => {
    expect(adviceFor(output)).toContain(advice);
  });

  it('is not made up where nothing is known', () => {
    expect(adviceFor('Error: Unsupported argument')).toBeUndefined();
  });
});

describe('the look at what was deployed', () => {
  it('sends an alert only by a key that was given for that, and ends it', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        const { routing_key, event_action } = JSON.parse(body || '{}');
        asked.push(`${request.method} ${request.url} ${routing_key ?? ''} ${event_action ?? ''}`.trim());
        response.statusCode =
          request.url === '/v1/health' ? 200 : request.url === '/v1/me' ? 401 : routing_key === 'drill' ? 202 : 400;
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = { endpoints: { east: url, west: url }, publicUrl: '', healthPath: '/v1/health' };
    const ask = async (address: string, init?: RequestInit) => (await fetch(address, init)).status;
    const without = await smoke({ ...target, drillKey: undefined }, ask);
    expect(without.every(({ ok }) => ok)).toBe(true);
    expect(asked.filter((one) => one.includes('drill'))).toEqual([]);
    await smoke({ ...target, drillKey: 'drill' }, ask);
    server.close();
    expect(asked.filter((one) => one.includes('drill'))).toEqual([
      'POST /v2/enqueue drill trigger',
      'POST /v2/enqueue drill resolve',
    ]);
  });

  it('says of a region that cannot be reached that it is not well', async () => {
    const target = {
      endpoints: { east: 'https://east' },
      publicUrl: '',
      healthPath: '/v1/health',
      drillKey: undefined,
    };
    const findings = await smoke(target, async () => Promise.reject(new Error('getaddrinfo ENOTFOUND east')));
    expect(findings[0]).toEqual({ what: 'east is well', ok: false, saw: 'getaddrinfo ENOTFOUND east' });
  });
});
