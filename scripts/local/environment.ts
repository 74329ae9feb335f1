import { environmentChanged } from '../../shared/runtime/environment.ts';
import { queuePath } from './aws/queue.ts';
import { stateMachineArnPrefix } from './names.ts';
import type { TwilioAccount } from './sandbox/index.ts';
import { WEBHOOKS_PATH } from './sandbox/receivers.ts';
import { IDP_PATH, LOCAL_CLIENT_ID } from './sign-in/names.ts';

/** The account that the product uses at the sandbox's carrier: made up, of the form of a real one. */
export const SANDBOX_TWILIO: TwilioAccount = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authToken: 'sandbox-auth-token',
  from: '+12025550199',
};

/** The app that the product is in the sandbox's workspace: made up, of the form of a real one. */
export const SANDBOX_SLACK: SlackApp = {
  botToken: 'xoxb-sandbox',
  signingSecret: '5a11dbad5a11dbad5a11dbad5a11dbad',
  announceChannel: 'C0INCIDENTS',
};

/** What the product signs webhooks by here: made up. */
export const SANDBOX_WEBHOOK_SECRET = 'sandbox-webhook-secret';

/** What a Slack app is known by, and the channel that incidents are announced in. */
export interface SlackApp {
  readonly botToken: string;
  readonly signingSecret: string;
  readonly announceChannel: string;
}

export interface EnvironmentOptions {
  readonly url: string;
  readonly region: string;
  readonly databaseUrl: string;
  readonly table: string;
  readonly idempotencyTable: string;
  readonly demoToken: string;
  readonly twilio: TwilioAccount;
  readonly slack: SlackApp;
}

/** What the handlers and the AWS clients read: everything points into this region, and the credentials open nothing. */
export const environmentOf = (options: EnvironmentOptions): Record<string, string> => ({
  PD_TABLE: options.table,
  PD_IDEMPOTENCY_TABLE: options.idempotencyTable,
  PD_BUS: 'pd-lite',
  PD_INGEST_QUEUE_URL: `${options.url}${queuePath('ingest-spill')}`,
  PD_SLACK_REQUESTS_QUEUE_URL: `${options.url}${queuePath('slack-requests')}`,
  PD_SLACK_SYNC_QUEUE_URL: `${options.url}${queuePath('slack-sync')}`,
  PD_STATE_MACHINE_PREFIX: stateMachineArnPrefix(options.region),
  PD_REGION: options.region,
  PD_PUBLIC_URL: options.url,
  PD_DEMO_TOKEN: options.demoToken,
  TWILIO_ACCOUNT_SID: options.twilio.accountSid,
  TWILIO_AUTH_TOKEN: options.twilio.authToken,
  TWILIO_FROM: options.twilio.from,
  PD_EMAIL_FROM: 'PD Lite <pd-lite@example.com>',
  TWILIO_API_URL: `${options.url}/_twilio`,
  PD_WEBHOOK_SECRET: SANDBOX_WEBHOOK_SECRET,
  PD_WEBHOOK_STAND_IN: `${options.url}${WEBHOOKS_PATH}`,
  SLACK_BOT_TOKEN: options.slack.botToken,
  SLACK_SIGNING_SECRET: options.slack.signingSecret,
  SLACK_ANNOUNCE_CHANNEL: options.slack.announceChannel,
  SLACK_API_URL: `${options.url}/_slack/api/`,
  PD_OIDC_ISSUER: `${options.url}${IDP_PATH}`,
  PD_OIDC_CLIENT_ID: LOCAL_CLIENT_ID,
  AWS_REGION: options.region,
  AWS_ACCESS_KEY_ID: 'laptop',
  AWS_SECRET_ACCESS_KEY: 'laptop',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL_DYNAMODB: options.databaseUrl,
  AWS_ENDPOINT_URL_SFN: `${options.url}/_aws/sfn`,
  AWS_ENDPOINT_URL_EVENTBRIDGE: `${options.url}/_aws/events`,
  AWS_ENDPOINT_URL_SQS: `${options.url}/_aws/sqs`,
  AWS_ENDPOINT_URL_SNS: `${options.url}/_sns`,
  AWS_ENDPOINT_URL_SESV2: `${options.url}/_ses`,
});

/** Sets variables of this process; returns how to put back what was there. An empty value unsets the variable. */
export const setEnvironment = (variables: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const put = (name: string, value: string | undefined) => {
    if (value === undefined || value === '') delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(variables)) put(name, value);
  environmentChanged();
  return () => {
    for (const [name, value] of before) put(name, value);
    environmentChanged();
  };
};
