import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import type { Instant } from '../../../shared/lib/instant.ts';
import { Activity } from '../activity.ts';
import { type LocalClock, manualClock } from '../clock.ts';
import { Outages } from '../outages.ts';
import { type Route, Router } from '../router.ts';
import { createSandbox, type Sandbox } from './index.ts';

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const AUTH_TOKEN = 'a-token-for-tests';
export const SLACK = { botToken: 'xoxb-a-token-for-tests', signingSecret: 'a-secret-for-tests' };
export const PRODUCT_NUMBER = '+12025550199';
export const START = '2026-11-24T03:00:00.000Z' as Instant;

/** A webhook as the product received it, judged by Twilio's own validation. */
export interface Received {
  readonly path: string;
  readonly parameters: Record<string, string>;
  readonly isSigned: boolean;
  readonly at: Instant;
}

/** What Slack told the product, as it came. */
export interface SlackReceived {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: Instant;
}

/** What the product answers: a body, a status for a failure, or whatever it does first; undefined for no answer at all. */
export type Answered = string | number | ((received: SlackReceived) => Promise<string | number | undefined>);

/** A sandbox on a clock that stands still, with a product that writes down what it is told and answers as the test says. */
export interface TestWorld {
  readonly url: string;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly outages: Outages;
  readonly sandbox: Sandbox;
  readonly received: Received[];
  readonly slackReceived: SlackReceived[];
  /** What the product answers on a path. */
  readonly answers: Map<string, Answered>;
  client(authToken?: string): ReturnType<typeof twilio>;
  post(path: string, body: unknown): Promise<{ status: number; type: string; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

export interface TestWorldOptions {
  /** Where it remembers; without one it forgets. */
  readonly directory?: string;
  readonly at?: Instant;
  /** The port of a world that died, so that its callbacks find this one. */
  readonly port?: number;
  /** What the product answers from the start. */
  readonly answers?: ReadonlyMap<string, Answered>;
}

export const startTestWorld = async (options: TestWorldOptions = {}): Promise<TestWorld> => {
  const { directory = null, at = START, port = 0 } = options;
  const activity = new Activity();
  const clock = manualClock(at, activity);
  const outages = new Outages();
  const received: Received[] = [];
  const slackReceived: SlackReceived[] = [];
  const answers = new Map(options.answers);
  let url = '';
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, from: PRODUCT_NUMBER };
  const sandbox = createSandbox({
    clock,
    activity,
    outages,
    publicUrl: () => url,
    twilio: account,
    slack: SLACK,
    directory,
  });
  const router = routerOf(sandbox.routes);
  const server = createServer(async (request, response) => {
    const done = activity.begin();
    const body = await readAll(request);
    if (request.url?.startsWith('/v1/slack/')) await receiveSlack(request, response, body);
    else if (request.url?.startsWith('/v1/')) receive(request, response, body);
    else await serveRoute(router, request, response, body).finally(done);
    done();
  });
  const receive = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const path = request.url ?? '';
    const parameters = Object.fromEntries(new URLSearchParams(body.toString()));
    const signature = String(request.headers['x-twilio-signature']);
    const isSigned = twilio.validateRequest(AUTH_TOKEN, signature, url + path, parameters);
    received.push({ path, parameters, isSigned, at: clock.now() });
    const answer = (answers.get(path.split('?')[0] ?? '') ?? '<Response/>') as string | number;
    // A connection that is kept would be a dead one for the world that comes after this one.
    response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'text/xml', connection: 'close' });
    response.end(typeof answer === 'number' ? '' : answer);
  };
  const receiveSlack = async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const path = request.url ?? '';
    const headers = request.headers as Record<string, string>;
    const told = { path, headers, body: body.toString(), at: clock.now() };
    slackReceived.push(told);
    const given = answers.get(path) ?? '';
    const answer = typeof given === 'function' ? await given(told) : given;
    if (answer === undefined) return;
    response.writeHead(typeof answer === 'number' ? answer : 200, { connection: 'close' });
    response.end(typeof answer === 'number' ? '' : answer);
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.resume();
  return {
    url,
    clock,
    activity,
    outages,
    sandbox,
    received,
    slackReceived,
    answers,
    client: (authToken = AUTH_TOKEN) => twilio(ACCOUNT_SID, authToken, { httpClient: redirectedClient(url) }),
    post: (path, body) => postJson(url + path, body),
    stop: () => stopServer(server, clock),
  };
};

const routerOf = (routes: readonly Route[]): Router<Route> => {
  const router = new Router<Route>();
  for (const route of routes) router.add(route.method, route.path, route);
  return router;
};

const serveRoute = async (
  router: Router<Route>,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> => {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox');
  const method = request.method ?? 'GET';
  const found = router.find(method, path);
  if (!found) return void response.writeHead(404).end();
  const headers = request.headers as Record<string, string>;
  const { params, value } = found;
  const answer = await value.handle({ method, path, query, headers, body, params, raw: request, response });
  if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
};

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Twilio's own client, its requests sent to the sandbox in place of api.twilio.com. */
const redirectedClient = (url: string): twilio.RequestClient => {
  const client = new twilio.RequestClient();
  const request = client.request.bind(client);
  client.request = (options) =>
    request({ ...options, uri: options.uri.replace('https://api.twilio.com', `${url}/_twilio`) });
  return client;
};

const postJson = async (url: string, body: unknown) => {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: (await answer.json()) as Record<string, unknown> };
};

const stopServer = async (server: Server, clock: LocalClock): Promise<void> => {
  clock.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
