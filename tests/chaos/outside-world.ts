import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Activity } from '../../scripts/local/activity.ts';
import { type LocalClock, manualClock } from '../../scripts/local/clock.ts';
import { SANDBOX_SLACK } from '../../scripts/local/environment.ts';
import { Outages } from '../../scripts/local/outages.ts';
import { type Route, Router } from '../../scripts/local/router.ts';
import { createSandbox, type Sandbox } from '../../scripts/local/sandbox/index.ts';
import type { Instant } from '../../shared/lib/instant.ts';

const ACCOUNT = {
  accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
  authToken: 'a-token-for-tests',
  from: '+12025550199',
} as const;

/** The carriers and the phones, in this process: they go on living when the product dies. */
export interface OutsideWorld {
  readonly clock: LocalClock;
  readonly outages: Outages;
  readonly sandbox: Sandbox;
  /** What a region is told, to use these providers. */
  readonly env: Readonly<Record<string, string>>;
  /** What a region is told as well, to have Slack. */
  readonly slackEnv: Readonly<Record<string, string>>;
  /** Moves the world's time on; receipts that were due until then have been delivered, or found nobody. */
  advance(seconds: number): Promise<void>;
  /** A person writes from a phone. */
  reply(number: string, body: string): Promise<{ readonly status: number; readonly reply: string }>;
  stop(): Promise<void>;
}

/** `productUrl` is where text messages of people are delivered to. */
export const startOutsideWorld = async (at: Instant, productUrl: () => string): Promise<OutsideWorld> => {
  const activity = new Activity();
  const clock = manualClock(at, activity);
  const outages = new Outages();
  const accounts = { twilio: ACCOUNT, slack: SANDBOX_SLACK };
  const sandbox = createSandbox({ clock, activity, outages, publicUrl: productUrl, ...accounts });
  const router = new Router<Route>();
  for (const route of sandbox.routes) router.add(route.method, route.path, route);
  const server = createServer((request, response) => {
    const done = activity.begin();
    serve(router, request, response)
      .catch(() => response.destroy())
      .finally(done);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    clock,
    outages,
    sandbox,
    env: {
      TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
      TWILIO_FROM: ACCOUNT.from,
      TWILIO_API_URL: `${url}/_twilio`,
      AWS_ENDPOINT_URL_SNS: `${url}/_sns`,
    },
    slackEnv: {
      SLACK_BOT_TOKEN: SANDBOX_SLACK.botToken,
      SLACK_SIGNING_SECRET: SANDBOX_SLACK.signingSecret,
      SLACK_ANNOUNCE_CHANNEL: SANDBOX_SLACK.announceChannel,
      SLACK_API_URL: `${url}/_slack/api/`,
    },
    advance: (seconds) => clock.advance(seconds * 1000),
    reply: async (number, body) => {
      const answer = await fetch(`${url}/sandbox/phones/${number}/reply`, {
        method: 'POST',
        body: JSON.stringify({ body }),
      });
      const { reply = '' } = (await answer.json()) as { reply?: string };
      return { status: answer.status, reply };
    },
    stop: () => stop(server, clock),
  };
};

const serve = async (router: Router<Route>, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://world');
  const method = request.method ?? 'GET';
  const found = router.find(method, path);
  if (!found) return void response.writeHead(404).end();
  const headers = request.headers as Record<string, string>;
  const body = Buffer.concat(chunks);
  const { params, value } = found;
  const answer = await value.handle({ method, path, query, headers, body, params, raw: request, response });
  if (answer) response.writeHead(answer.status, answer.headers).end(asText(answer.body));
};

const asText = (body: string | Buffer | object | undefined): string | Buffer =>
  body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? (body ?? '') : JSON.stringify(body);

const stop = async (server: Server, clock: LocalClock): Promise<void> => {
  clock.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
