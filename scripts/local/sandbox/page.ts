import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { MODES } from '../outages.ts';
import type { LocalResponse, Route } from '../router.ts';
import { callView, hasEnded } from './call.ts';
import type { Calls } from './calls.ts';
import type { SandboxSlack } from './slack/index.ts';
import type { World } from './world.ts';

interface Parts {
  readonly world: World;
  readonly calls: Calls;
  readonly slack: SandboxSlack;
}

const HEARTBEAT_EVERY_MS = 15_000;
const MESSAGES_SHOWN_MAX = 500;
/** A page that reads this much too slowly is let go; it comes back by itself and starts afresh. */
const UNREAD_BYTES_MAX = 4_000_000;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SCRIPTS = [
  'sandbox',
  'phone',
  'call-screen',
  'story',
  'outside',
  'dom',
  'slack',
  'slack-blocks',
  'slack-compose',
  'slack-field',
  'slack-message',
  'slack-modal',
  'slack-state',
  'slack-text',
  'mrkdwn',
];
const STYLES = ['sandbox', 'slack'];

/** The phones in the browser: plain files, and the stream of what happens. */
export const pageRoutes = (parts: Parts): Route[] => [
  file('/sandbox', 'index.html', 'text/html; charset=utf-8'),
  file('/sandbox/', 'index.html', 'text/html; charset=utf-8'),
  ...STYLES.map((name) => file(`/sandbox/${name}.css`, `${name}.css`, 'text/css; charset=utf-8')),
  ...SCRIPTS.map((name) => file(`/sandbox/${name}.js`, `${name}.js`, 'text/javascript; charset=utf-8')),
  { method: 'GET', path: '/sandbox/events', handle: async ({ response }) => stream(parts, response) },
];

const file = (path: string, name: string, contentType: string): Route => ({
  method: 'GET',
  path,
  handle: async (): Promise<LocalResponse> => ({
    status: 200,
    headers: {
      'content-type': contentType,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
    body: await readFile(new URL(`./page/${name}`, import.meta.url)),
  }),
});

/** Server-sent events: first all there is (`snapshot`), then each change under its own name; Slack's are under `slack`. */
const stream = (parts: Parts, response: ServerResponse): void => {
  const { world } = parts;
  const send = (event: string, data: unknown): void => {
    if (response.writableLength > UNREAD_BYTES_MAX) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('retry: 1000\n\n');
  send('snapshot', snapshot(parts));
  const stops = [
    world.feed.listen((event) => send(event.type, event.data)),
    world.inbox.onMessage((message) => {
      if (message.kind !== 'slack') send('message', message);
    }),
    world.outages.onChange(() => send('outages', world.outages.all())),
  ];
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_EVERY_MS);
  heartbeat.unref();
  response.once('close', () => {
    clearInterval(heartbeat);
    for (const stop of stops) stop();
  });
};

const snapshot = ({ world, calls, slack }: Parts): object => ({
  now: world.clock.now(),
  from: world.twilio.from,
  messages: world.inbox
    .items()
    .filter(({ kind }) => kind !== 'slack')
    .slice(-MESSAGES_SHOWN_MAX),
  replies: world.feed.replies.slice(-MESSAGES_SHOWN_MAX),
  calls: calls
    .all()
    .filter((call) => !hasEnded(call))
    .map(callView),
  warnings: world.feed.warnings,
  modes: MODES,
  outages: world.outages.all(),
  slack: slack.snapshot(),
});
