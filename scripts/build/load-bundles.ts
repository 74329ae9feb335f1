import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What Lambda and our own configuration put into a function's environment; nothing here leads anywhere. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'nobody',
  AWS_SECRET_ACCESS_KEY: 'nothing',
  AWS_LAMBDA_FUNCTION_NAME: 'bundle-test',
  PD_TABLE: 'pd-lite',
  PD_IDEMPOTENCY_TABLE: 'pd-lite-idempotency',
  PD_BUS: 'pd-lite',
  PD_INGEST_QUEUE_URL: 'http://127.0.0.1:9/queue',
  PD_STATE_MACHINE_PREFIX: 'arn:aws:states:us-east-1:000000000000:stateMachine:pd-lite-',
  PD_REGION: 'us-east-1',
  PD_PUBLIC_URL: 'https://pd-lite.example',
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
  TWILIO_AUTH_TOKEN: 'nothing',
  TWILIO_FROM: '+12025550199',
  SLACK_BOT_TOKEN: 'xoxb-nothing',
  SLACK_SIGNING_SECRET: 'nothing',
  SLACK_ANNOUNCE_CHANNEL: 'C0INCIDENTS',
  PD_SLACK_REQUESTS_QUEUE_URL: 'http://127.0.0.1:9/queue',
  PD_SLACK_SYNC_QUEUE_URL: 'http://127.0.0.1:9/queue',
} as const;

/** Runs a script with a few arguments and gives what it says with `answer(...)`. */
const runScript = async (
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<unknown> => {
  const answer = `const answer = (value) => process.stdout.write('\\n' + JSON.stringify(value), () => process.exit(0));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', `${answer}\n${script}`, ...args], {
    env: { PATH: process.env.PATH, ...ENVIRONMENT, ...environment },
    timeout: 60_000,
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
};

/**
 * Loads bundles as Lambda would, in a Node process of their own with an environment of its own.
 *
 * @returns each file to the type of its `exports.handler`, or to the error that loading it threw
 */
export const loadBundles = async (files: readonly string[]): Promise<Record<string, string>> => {
  const script = `
    const found = {};
    for (const file of process.argv.slice(1)) {
      try {
        found[file] = typeof require(file).handler;
      } catch (error) {
        found[file] = String(error);
      }
    }
    answer(found);
  `;
  return (await runScript(script, files, {})) as Record<string, string>;
};

/**
 * Loads one bundle in a process of its own and calls its handler with each event in turn.
 *
 * @returns what each call resolved to, or `{ error }` with the message it was rejected with
 */
export const callBundle = async (
  file: string,
  events: readonly unknown[],
  environment: Readonly<Record<string, string>>,
): Promise<unknown[]> => {
  const script = `
    (async () => {
      const { handler } = require(process.argv[1]);
      const context = { awsRequestId: 'request', functionName: 'bundle-test', getRemainingTimeInMillis: () => 30000 };
      const results = [];
      for (const event of JSON.parse(process.argv[2])) {
        results.push(await handler(event, context).catch((error) => ({ error: error.message })));
      }
      answer(results);
    })();
  `;
  return (await runScript(script, [file, JSON.stringify(events)], environment)) as unknown[];
};
