import type { Modal } from '../../slack/blocks.ts';
import { endpoint, environment } from '../environment.ts';
import { connections, deadline } from './connections.ts';
import { errorName } from './error-name.ts';
import { log } from './log.ts';

const OPEN_MS_MAX = 2000;
/** What is left for the queue, which matters more. */
const RESERVE_MS = 500;
const SAY_MS_MIN = 500;

interface Answer {
  readonly ok?: unknown;
  readonly error: unknown;
  readonly view?: { readonly id?: unknown };
}

const call = async (method: string, args: object, ms: number): Promise<Answer> => {
  const { statusCode, body } = await connections().send({
    method: 'POST',
    url: new URL(method, endpoint('SLACK_API_URL') ?? 'https://slack.com/api/'),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      authorization: `Bearer ${environment('SLACK_BOT_TOKEN')}`,
    },
    body: JSON.stringify(args),
    signal: deadline(ms),
  });
  return { error: `status ${statusCode}`, ...JSON.parse(body) };
};

/** The modals that an entrance opens itself: a trigger id is good for three seconds, too short for a queue. */
export const slackViews = {
  /**
   * Opens a modal; gives its id, or null when Slack would not or did not say so in time. Never tried again: a trigger
   * id is good for one modal.
   *
   * @param leftMs the time that is left to answer Slack
   */
  async open(trigger_id: string, view: Modal, leftMs: () => number): Promise<string | null> {
    try {
      const ms = Math.min(OPEN_MS_MAX, leftMs() - RESERVE_MS);
      const answer = await call('views.open', { trigger_id, view }, ms);
      const id = answer.view?.id;
      if (answer.ok === true && typeof id === 'string') return id;
      log.warn('slack.view-not-opened', { failure: String(answer.error) });
    } catch (error) {
      log.warn('slack.view-not-opened', { failure: errorName(error) });
    }
    return null;
  },

  /** Says something in a modal that was opened, as well as it can: nothing depends on it. */
  async say(view_id: string, view: Modal, text: string, leftMs: () => number): Promise<void> {
    const block = { type: 'section', text: { type: 'plain_text', text, emoji: false } } as const;
    const ms = Math.max(SAY_MS_MIN, leftMs());
    await call('views.update', { view_id, view: { ...view, blocks: [block] } }, ms).catch(() => undefined);
  },
};

export type SlackViews = typeof slackViews;
