import type { Run } from './effects.ts';

/** Where Terraform's state is kept; envs/backend.hcl says it to Terraform. */
export interface StateBucket {
  readonly bucket: string;
  readonly region: string;
}

export const stateBucketOf = (account: string, region: string): StateBucket => ({
  bucket: `pd-lite-terraform-${account}`,
  region,
});

/** What `terraform init -backend-config` is given. The lock is a file beside the state: it needs no table. */
export const backendFile = ({ bucket, region }: StateBucket): string => `# Made by npm run deploy -- --bootstrap.
bucket       = "${bucket}"
key          = "pd-lite.tfstate"
region       = "${region}"
encrypt      = true
use_lockfile = true
`;

/** The account that a bucket of ours is of, by its name; undefined where somebody named it otherwise. */
export const accountInBackend = (text: string): string | undefined =>
  /^\s*bucket\s*=\s*"pd-lite-terraform-(\d{12})"/m.exec(text)?.[1];

/** Only over TLS; in a bucket's policy the bucket itself must be named. */
const policyOf = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyByTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });

const ENCRYPTION =
  '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"},"BucketKeyEnabled":true}]}';
const NOT_PUBLIC = 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true';

/** Makes the bucket if it is not there, and sees to it that it is versioned, encrypted and closed, whoever made it. */
export const makeStateBucket = async ({ bucket, region }: StateBucket, aws: Run): Promise<void> => {
  const s3api = (...args: readonly string[]) => aws(['s3api', ...args, '--bucket', bucket, '--region', region]);
  const there = await aws(['s3api', 'head-bucket', '--bucket', bucket, '--region', region], { mayFail: true });
  if (there.code !== 0) {
    // us-east-1 is where a bucket is made that names no other place, and must not be named.
    const place = region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${region}`];
    await s3api('create-bucket', ...place);
  }
  await s3api('put-bucket-versioning', '--versioning-configuration', 'Status=Enabled');
  await s3api('put-bucket-encryption', '--server-side-encryption-configuration', ENCRYPTION);
  await s3api('put-public-access-block', '--public-access-block-configuration', NOT_PUBLIC);
  await s3api('put-bucket-policy', '--policy', policyOf(bucket));
};
