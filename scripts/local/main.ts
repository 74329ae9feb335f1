import { flushCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { tables } from '../../shared/data/table.ts';
import { DatabaseUnusable } from './aws/dynamodb.ts';
import { startRegion } from './region.ts';
import { seed } from './seed.ts';

/** The laptop region, until it is told to stop. */
const main = async (): Promise<void> => {
  const port = numberIn('PORT', 4280);
  const dataDir = resolve(process.env['PD_DATA_DIR'] || '.pd-lite');
  // Quiet by default: what every function logs and measures would be many lines.
  process.env['POWERTOOLS_LOG_LEVEL'] ||= 'WARN';
  process.env['POWERTOOLS_METRICS_DISABLED'] ||= 'true';
  const clockSpeed = numberIn('PD_CLOCK_SPEED', 1);
  const databaseEndpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const demoToken = process.env['PD_DEMO_TOKEN'] || 'demo';
  const region = await startRegion({
    port,
    dataDir,
    region: process.env['PD_REGION'] || 'us-east-1',
    clockSpeed,
    ...(databaseEndpoint ? { databaseEndpoint } : {}),
    demoToken,
    tables: tables({ table: 'pd-lite', idempotency: 'pd-lite-idempotency' }),
    seed,
    env: outsideWorld(),
    // With a clock that stands still this is a test, which uses few of the functions and waits for each.
    warm: clockSpeed > 0,
  });
  console.log(welcome(region.url, demoToken, dataDir));
  stopOnSignal(() => region.stop());
  // Kept now, and not only at the end: somebody may pull the plug.
  flushCompileCache();
};

const welcome = (url: string, demoToken: string, dataDir: string): string => `pd-lite ready ${url}

  Dashboard     ${url}
  Phones        ${url}/sandbox
  API           ${url}/v1/incidents (Authorization: Bearer ${demoToken})
  Data          ${dataDir} (remove it to begin anew)

  Page somebody:
    curl -X POST ${url}/v2/enqueue -H 'content-type: application/json' -d '{
      "routing_key": "demo", "event_action": "trigger",
      "payload": {"summary": "Checkout is failing", "source": "demo", "severity": "critical"}}'

  Ctrl-C stops it.`;

const numberIn = (name: string, otherwise: number): number => {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  return fail(`${name} must be a number from 0, not "${text}".`);
};

/**
 * A real Twilio account, Slack app or sign-in in the environment is used instead of the sandbox's, with the address it can call
 * back; and another endpoint for SNS, so that two regions can share one outside world.
 */
const outsideWorld = (): Record<string, string> => {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_API_URL } = process.env;
  const { PD_PUBLIC_URL, AWS_ENDPOINT_URL_SNS } = process.env;
  const given = {
    ...(PD_PUBLIC_URL ? { PD_PUBLIC_URL } : {}),
    ...(AWS_ENDPOINT_URL_SNS ? { AWS_ENDPOINT_URL_SNS } : {}),
    ...signInOf(process.env),
  };
  const slack = slackOf(process.env);
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_FROM) return { ...given, ...slack };
  const twilio = { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_API_URL: TWILIO_API_URL ?? '' };
  return { ...given, ...slack, ...twilio };
};

/** A real app in a real workspace; with `SLACK_BOT_TOKEN` set to nothing, no Slack at all. */
const slackOf = (env: NodeJS.ProcessEnv): Record<string, string> => {
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_ANNOUNCE_CHANNEL, SLACK_API_URL } = env;
  if (SLACK_BOT_TOKEN === '') return { SLACK_BOT_TOKEN };
  if (!SLACK_BOT_TOKEN || !SLACK_SIGNING_SECRET) return {};
  const announce = { SLACK_ANNOUNCE_CHANNEL: SLACK_ANNOUNCE_CHANNEL ?? '' };
  return { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, ...announce, SLACK_API_URL: SLACK_API_URL ?? '' };
};

/** Who signs people in; with `PD_OIDC_ISSUER` set to nothing, nobody: there are only tokens. */
const signInOf = ({ PD_OIDC_ISSUER, PD_OIDC_CLIENT_ID }: NodeJS.ProcessEnv): Record<string, string> => {
  if (PD_OIDC_ISSUER === '') return { PD_OIDC_ISSUER };
  return PD_OIDC_ISSUER && PD_OIDC_CLIENT_ID ? { PD_OIDC_ISSUER, PD_OIDC_CLIENT_ID } : {};
};

const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked twice: at once.
      if (stopping) process.exit(1);
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
};

const fail = (message: string): never => {
  console.error(`pd-lite cannot start: ${message}`);
  process.exit(1);
};

main().catch((error: NodeJS.ErrnoException) => {
  if (error instanceof DatabaseUnusable)
    fail(`${error.message}\nChoose another directory: PD_DATA_DIR=.pd-lite-2 npm start`);
  if (error.code === 'EADDRINUSE') {
    const port = process.env['PORT'] || '4280';
    fail(`port ${port} is in use. Stop what uses it (pd-lite itself, perhaps), or choose another: PORT=4281 npm start`);
  }
  fail(error.stack ?? error.message);
});
