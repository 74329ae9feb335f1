import { App, AwsLambdaReceiver } from '@slack/bolt';

/**
 * What the entrances are measured against: one slash command with Slack's own framework, written as its documentation
 * does it for Lambda (docs.slack.dev/tools/bolt-js/deployments/aws-lambda).
 */
const receiver = new AwsLambdaReceiver({ signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? 'not-a-secret' });
const token = process.env['SLACK_BOT_TOKEN'] ?? 'xoxb-nothing';
// It does not ask Slack who it is when it is loaded: that would be the network's time, and it goes on for half an hour.
const app = new App({ token, receiver, tokenVerificationEnabled: false });

app.command('/incident', async ({ ack }) => {
  await ack();
});

type Entrance = Awaited<ReturnType<typeof receiver.start>>;

export const handler = async (...args: Parameters<Entrance>): Promise<unknown> => (await receiver.start())(...args);
