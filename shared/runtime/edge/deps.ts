import { once } from '../environment.ts';
import { type SlackRequests, slackRequests } from './slack-queue.ts';
import { type SlackViews, slackViews } from './slack-views.ts';

/** What the entrances have: a queue, and the modals that cannot wait for it. */
export interface EdgeDeps {
  readonly requests: SlackRequests;
  readonly views: SlackViews;
}

export const edgeDeps = once((): EdgeDeps => ({ requests: slackRequests, views: slackViews }));
