import { randomBytes } from 'node:crypto';
import { addSeconds } from '../../../../shared/lib/instant.ts';
import { after, afterThat, atOnce } from '../world.ts';
import type { Slack } from './answer.ts';
import type { Json, PendingEvent } from './model.ts';
import { eventEnvelope } from './payloads.ts';
import { isGood, type SlackAnswer } from './webhooks.ts';

const PATH = '/v1/slack/event';
/** How long after an attempt Slack makes the next: https://docs.slack.dev/apis/events-api#retries. */
const RETRY_AFTER_SECONDS = [0, 60, 300] as const;

/** Slack's Events API: what happens is told to the app, and again when it did not take it. */
export class Events {
  readonly #slack: Slack;

  constructor(slack: Slack) {
    this.#slack = slack;
  }

  /** Tells the app. Resolves when it has answered for the first time, or has not. */
  send(event: Json): Promise<SlackAnswer> {
    const { clock } = this.#slack.world;
    const id = `Ev${randomBytes(6).toString('hex').toUpperCase()}`;
    const envelope = eventEnvelope(id, Math.floor(clock.nowMs() / 1000), event);
    const pending = { id, envelope, attempt: 0, dueAt: clock.now(), reason: null, isDone: false };
    return this.#attempt(this.#slack.workspace.events.put(pending));
  }

  /** Asks whether the app is there, as Slack does when its address is set. @returns whether it echoed the challenge */
  async verify(): Promise<{ readonly answer: SlackAnswer; readonly isEchoed: boolean }> {
    const challenge = randomBytes(24).toString('base64url');
    const answer = await this.#slack.webhooks.postJson(PATH, { type: 'url_verification', token: 'sandbox', challenge });
    return { answer, isEchoed: isGood(answer) && answer.body.includes(challenge) };
  }

  /** Goes on with the retries that an earlier process owed. */
  resume(): void {
    for (const event of this.#slack.workspace.events.all()) {
      if (!event.isDone) afterThat(this.#slack.world, event.dueAt, 0, async () => void (await this.#attempt(event)));
    }
  }

  async #attempt(event: PendingEvent): Promise<SlackAnswer> {
    const { events } = this.#slack.workspace;
    const retry = { 'x-slack-retry-num': String(event.attempt), 'x-slack-retry-reason': event.reason ?? 'http_error' };
    const answer = await this.#slack.webhooks.postJson(PATH, event.envelope, event.attempt > 0 ? retry : {});
    const delaySeconds = RETRY_AFTER_SECONDS[event.attempt];
    if (isGood(answer) || answer.wantsNoRetry || delaySeconds === undefined) {
      events.put({ ...event, isDone: true });
      return answer;
    }
    const dueAt = addSeconds(this.#slack.world.clock.now(), delaySeconds);
    const next = events.put({ ...event, attempt: event.attempt + 1, dueAt, reason: reasonOf(answer) });
    const again = async (): Promise<void> => void (await this.#attempt(next));
    if (delaySeconds === 0) atOnce(this.#slack.world, again);
    else after(this.#slack.world, delaySeconds * 1000, again);
    return answer;
  }
}

const reasonOf = ({ timedOut, status }: SlackAnswer): string => {
  if (timedOut) return 'http_timeout';
  return status === 0 ? 'connection_failed' : 'http_error';
};
