import type { Activity } from '../activity.ts';
import type { LocalClock } from '../clock.ts';
import type { Outages } from '../outages.ts';
import type { Route } from '../router.ts';
import { apiRoutes } from './api.ts';
import { Calls } from './calls.ts';
import { Feed } from './feed.ts';
import { Inbox, type MessageListener, type SandboxMessage } from './inbox.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { pageRoutes } from './page.ts';
import { receiverRoutes } from './receivers.ts';
import { sesRoutes } from './ses.ts';
import { createSlack, type SandboxSlack, type SlackAccount } from './slack/index.ts';
import { snsRoutes } from './sns.ts';
import { Texts } from './texts.ts';
import { twilioRoutes } from './twilio-rest.ts';
import { Webhooks } from './webhooks.ts';
import { receive, type TwilioAccount, type World } from './world.ts';

export type { SandboxMessage } from './inbox.ts';
export type { SlackAccount } from './slack/index.ts';
export type { TwilioAccount } from './world.ts';

export interface SandboxOptions {
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly outages: Outages;
  /** Where the product's webhooks are; asked each time, since the port is known only when the server listens. */
  readonly publicUrl: () => string;
  /** Where the outside world itself can be reached, when that is another address. */
  readonly localUrl?: () => string;
  readonly twilio: TwilioAccount;
  readonly slack: SlackAccount;
  /** Where the outside world keeps what it knows, so that it survives the process; without one it forgets. */
  readonly directory?: string | null;
}

export interface Sandbox {
  readonly routes: Route[];
  /** All that the outside world received, oldest first. */
  messages(): SandboxMessage[];
  /** Adds what another part of the outside world received (the chat workspace). */
  receive(message: SandboxMessage): void;
  /** Hears each message, and each change of one. @returns how to stop that. */
  onMessage(listener: MessageListener): () => void;
  /** Goes on with what was under way when an earlier process died. To be called when the product can be reached. */
  resume(): void;
  /** Remembers nothing from here on. */
  close(): void;
}

/**
 * The world as the product sees it: carriers that speak Twilio's and SNS's protocols, phones with people to answer them,
 * and a Slack workspace.
 */
export const createSandbox = (options: SandboxOptions): Sandbox => {
  const inbox = new Inbox();
  const webhooks = new Webhooks(options.twilio.authToken, options.activity);
  const journal = new Journal(options.directory ?? null);
  const { localUrl = options.publicUrl } = options;
  const world: World = { ...options, localUrl, inbox, journal, feed: new Feed(), webhooks };
  const texts = new Texts(world);
  const calls = new Calls(world);
  const slack = createSlack(world, options.slack);
  const parts = { world, texts, calls, slack };
  for (const entry of journal.entries()) restore(parts, entry);
  return {
    routes: [
      ...twilioRoutes(parts),
      ...snsRoutes(world),
      ...sesRoutes(world),
      ...receiverRoutes(world),
      ...slack.routes,
      ...apiRoutes(parts),
      ...pageRoutes(parts),
    ],
    messages: () => inbox.items(),
    receive: (message) => receive(world, message),
    onMessage: (listener) => inbox.onMessage(listener),
    resume: () => {
      texts.resume();
      calls.resume();
      slack.resume();
    },
    close: () => {
      webhooks.close();
      journal.close();
    },
  };
};

interface Parts {
  readonly world: World;
  readonly texts: Texts;
  readonly calls: Calls;
  readonly slack: SandboxSlack;
}

/** Takes over one thing from an earlier process; a kind that only a newer version knows is left alone. */
const restore = (parts: Parts, { kind, data }: JournalEntry): void => {
  if (kind === 'text') parts.texts.restore(data);
  else if (kind === 'call') parts.calls.restore(data);
  else if (kind === 'message') parts.world.inbox.add(data);
  else if (kind === 'opt-out') parts.texts.restoreOptOut(data);
  else if (kind === 'slack-place' || kind === 'slack-item') parts.slack.restore(data);
};
