/** Everything that a function is told by its environment. Terraform and the laptop region set the same names. */
export const VARIABLES = [
  'PD_TABLE',
  'PD_IDEMPOTENCY_TABLE',
  'PD_BUS',
  'PD_INGEST_QUEUE_URL',
  'PD_STATE_MACHINE_PREFIX',
  'PD_REGION',
  'PD_PUBLIC_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_FROM',
  'PD_EMAIL_FROM',
  'PD_WEBHOOK_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_ANNOUNCE_CHANNEL',
  'PD_SLACK_REQUESTS_QUEUE_URL',
  'PD_SLACK_SYNC_QUEUE_URL',
  'PD_OIDC_ISSUER',
  'PD_OIDC_CLIENT_ID',
  'PD_OIDC_STRANGERS',
  'PD_BREAK_GLASS_SUBJECTS',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_SIGNING_KEY',
  'GITHUB_REDIRECT_URIS',
  'PD_ORIGIN_HASHES',
  'PD_OTHER_REGION_URL',
] as const;

/** Endpoints that stand in for AWS's, Twilio's or Slack's own; unset in AWS. */
export const ENDPOINTS = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SFN',
  'AWS_ENDPOINT_URL_EVENTBRIDGE',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_SNS',
  'AWS_ENDPOINT_URL_SESV2',
  'TWILIO_API_URL',
  'SLACK_API_URL',
  'PD_WEBHOOK_STAND_IN',
  'GITHUB_URL',
  'GITHUB_API_URL',
] as const;

/** @throws Error that names the variable when it is not set: the function is deployed wrongly. */
export const environment = (name: (typeof VARIABLES)[number]): string => {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set: see the function's entry in the manifest`);
  return value;
};

export const endpoint = (name: (typeof ENDPOINTS)[number]): string | undefined => process.env[name] || undefined;

/** What a function can do without; undefined when it is not set. */
export const optional = (name: (typeof VARIABLES)[number]): string | undefined => process.env[name] || undefined;

/** Slack is optional: without its token nothing is told there, and its entrances say that it is not set up. */
export const slackConfigured = (): boolean => Boolean(process.env['SLACK_BOT_TOKEN']);

/** E-mail is optional too: it needs an address of ours that SES knows. */
export const emailConfigured = (): boolean => Boolean(process.env['PD_EMAIL_FROM']);

/** Counts the environments that this process has had: one in Lambda, one for each region on a laptop. */
let environments = 0;

/** The environment is another one from here on: whatever was read once is read again at its next use. */
export const environmentChanged = (): void => {
  environments += 1;
};

/** Reads something at its first use and keeps it: imports stay free of side effects, and cold starts short. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T; readonly of: number } | undefined;
  return () => {
    if (made?.of !== environments) made = { value: make(), of: environments };
    return made.value;
  };
};
