/** What a message of AWS or Terraform means here, and what to do about it. The first that fits is told. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /No valid credential sources|Unable to locate credentials|NoCredentialProviders|no EC2 IMDS role found/i,
    'There are no AWS credentials. Sign in (`aws sso login`, then `export AWS_PROFILE=<profile>`), look with `aws sts get-caller-identity`, and run this again.',
  ],
  [
    /ExpiredToken|security token included in the request is (expired|invalid)|InvalidClientTokenId|SSO session .* expired/i,
    'The AWS credentials are not valid any more. Sign in again (`aws sso login`) and run this again.',
  ],
  [
    /ReservedConcurrentExecutions.*(UnreservedConcurrentExecution|below its minimum)/is,
    'The account lets too few functions run at once for lanes of their own. Set `reserve_concurrency = false` in your tfvars now, ask for a quota of 1,000 "Concurrent executions" of Lambda in both regions (docs/deploy.md), and leave the line out afterwards.',
  ],
  [
    /NoSuchBucket|S3 bucket "?[^"\s]*"? does not exist|Failed to get existing workspaces/i,
    'There is no bucket for the state. Make it: `npm run deploy -- --bootstrap`.',
  ],
  [
    /Error acquiring the state lock/i,
    'Somebody else deploys now, or a deployment was killed. Ask; when nobody does, `terraform -chdir=terraform force-unlock <the ID above>`.',
  ],
  [
    /ResourceNotFoundException: Secrets Manager can't find|couldn't find resource.*secretsmanager|AWSCURRENT/is,
    'A secret that `secrets` names has no value yet. Put it in (docs/deploy.md, "Secrets"), or take its name out of `secrets` until then.',
  ],
  [
    /MonthlySpendLimit|monthly_spend_limit/i,
    'SNS may not spend as much as `sms_monthly_spend_usd` says: a new account has $1. Lower it, or have the quota raised first (docs/deploy.md).',
  ],
  [
    /is not authorized to perform: (\S+)|AccessDenied/i,
    'Whoever deploys may not do that. Sign in as somebody who may administer the account, or add the action that the message names to their policy.',
  ],
  [
    /Throttling|TooManyRequests|Rate exceeded|RequestLimitExceeded|timeout while waiting for state/i,
    'AWS could not keep up. Run the same command again: what is there already is kept, and it goes on from there.',
  ],
  [
    /Failed to (install|query available) provider|registry\.terraform\.io/i,
    'Terraform could not fetch the AWS provider. Look at the network, or name a mirror in a Terraform CLI configuration.',
  ],
];

/** What to do next, or undefined where the message must speak for itself. */
export const adviceFor = (output: string): string | undefined => ADVICE.find(([pattern]) => pattern.test(output))?.[1];
