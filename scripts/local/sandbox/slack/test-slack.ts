import { LogLevel, WebClient } from '@slack/web-api';
import { SLACK, type SlackReceived, startTestWorld, type TestWorld, type TestWorldOptions } from '../test-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: what Slack answers; the test says what it expects of it.
export type Loose = any;

/** A sandbox with Slack's own client, set as the product has it: no retries of its own, refusals at once. */
export interface SlackWorld extends TestWorld {
  web(token?: string): WebClient;
  /** Calls a method. @returns the answer, or the error that the client makes of it */
  call(method: string, args?: Record<string, unknown>): Promise<Loose>;
  /** What a person does. */
  act(name: string, body: Record<string, unknown>): Promise<{ status: number; body: Loose }>;
  /** The workspace as tests see it. */
  overview(): Promise<Loose>;
}

export const startSlackWorld = async (options: TestWorldOptions = {}): Promise<SlackWorld> => {
  const world = await startTestWorld(options);
  const web = (token: string = SLACK.botToken) =>
    new WebClient(token, {
      slackApiUrl: `${world.url}/_slack/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      logger: { ...QUIET },
    });
  const client = web();
  return {
    ...world,
    web,
    call: (method, args = {}) =>
      client.apiCall(method, args).then(
        (answer) => answer,
        (error) => error.data ?? error,
      ),
    act: (name, body) => world.post(`/sandbox/slack/${name}`, body),
    overview: async () => (await fetch(`${world.url}/sandbox/slack`)).json(),
  };
};

const nothing = () => {};
const QUIET = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** The payload of an interaction as the product gets it. */
export const payloadOf = ({ body }: SlackReceived): Loose => JSON.parse(new URLSearchParams(body).get('payload') ?? '');

export const section = (text: string): Loose => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const plain = (text: string): Loose => ({ type: 'plain_text', text });
export const button = (actionId: string, value: string): Loose => ({
  type: 'button',
  text: plain(actionId),
  action_id: actionId,
  value,
});
export const actions = (...elements: Loose[]): Loose => ({ type: 'actions', elements });
export const input = (blockId: string, element: Loose, more: Loose = {}): Loose => ({
  type: 'input',
  block_id: blockId,
  label: plain(blockId),
  element: { action_id: 'value', ...element },
  ...more,
});
export const modal = (blocks: Loose[], more: Loose = {}): Loose => ({
  type: 'modal',
  callback_id: 'declare',
  title: plain('Declare'),
  submit: plain('Declare'),
  close: plain('Cancel'),
  private_metadata: 'meta',
  blocks,
  ...more,
});
