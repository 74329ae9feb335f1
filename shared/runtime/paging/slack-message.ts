import type { NotificationRule } from '../../domain/directory/user.ts';
import type { Attempt, ChannelRule, Page } from '../../domain/paging/page.ts';
import type { IncidentId } from '../../lib/ids.ts';
import { addSeconds, toEpochMs } from '../../lib/instant.ts';
import { ok, type Result } from '../../lib/result.ts';
import { pageMessage } from '../../slack/page-message.ts';
import type { SendOutcome } from '../../telephony/send-outcome.ts';
import type { SlackAnswer, SlackApi, SlackFailure } from '../slack/slack-api.ts';
import type { Lookup } from './abandoned.ts';

type Slack = Pick<SlackApi, 'call'>;

/** To somebody, or to a channel. */
export type SlackWay = Extract<NotificationRule, { channel: 'slack' }> | ChannelRule;

/** A page never waits for the budgets of chat. */
const AT_ONCE = { lane: 'page', withinMs: 0 } as const;
/** Names a page in a message's metadata, which people do not see. */
const EVENT_TYPE = 'pd_page';
/** How far Slack's clock may be behind ours. */
const CLOCK_SKEW_SECONDS = 5;
/** Newest first; nobody gets as many from us in the seconds between an attempt and its lookup. */
const HISTORY_MAX = 100;

const nameOf = (incidentId: IncidentId, attemptId: string): string => `${incidentId}/${attemptId}`;

const failedSend = (failure: SlackFailure): SendOutcome => {
  switch (failure.kind) {
    case 'refused':
      return { type: 'refused', code: failure.error, message: '', permanent: false };
    case 'limited':
      return { type: 'failed', status: 429, why: `too many messages, not before ${failure.retryAt}` };
    default:
      return { type: 'unknown', why: failure.why === 'unreadable answer' ? 'unreadable-answer' : 'timeout' };
  }
};

/** Sends a page to a person in Slack, as a direct message, or to a channel, once. Never throws for what Slack or a network does. */
export const sendToSlack = async (
  slack: Slack,
  { label, incidentId, exhausted }: Page,
  { channel: kind, to }: SlackWay,
  attemptId: string,
): Promise<SendOutcome> => {
  const { text, blocks } = pageMessage(label, incidentId, exhausted, kind === 'slack' ? 'person' : 'channel');
  const metadata = { event_type: EVENT_TYPE, event_payload: { attempt: nameOf(incidentId, attemptId) } };
  const answer = await slack.call('chat.postMessage', { channel: to, text, blocks, metadata }, AT_ONCE);
  if (!answer.ok) return failedSend(answer.error);
  const { ts } = answer.value;
  return typeof ts === 'string'
    ? { type: 'accepted', sid: ts, status: 'sent' }
    : { type: 'unknown', why: 'unreadable-answer' };
};

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  let here: unknown = value;
  for (const step of path) here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  return typeof here === 'string' ? here : undefined;
};

const whyNot = (failure: SlackFailure): string => {
  if (failure.kind === 'refused') return failure.error;
  return failure.kind === 'limited' ? 'too many questions' : failure.why;
};

const tsOf = ({ messages }: SlackAnswer, name: string): string | undefined => {
  if (!Array.isArray(messages)) return undefined;
  const mine = messages.find((message) => textAt(message, 'metadata', 'event_payload', 'attempt') === name);
  return textAt(mine, 'ts');
};

/** Where a person's messages are; a channel's are where it is. */
const roomOf = async (slack: Slack, { channel, to }: SlackWay): Promise<Result<string, SlackFailure>> => {
  if (channel === 'slack-channel') return ok(to);
  const opened = await slack.call('conversations.open', { users: to }, AT_ONCE);
  return opened.ok ? ok(textAt(opened.value, 'channel', 'id') ?? '') : opened;
};

/** Finds the message of an attempt among what somebody, or a channel, got from us since: was an unsure send made? */
export const findInSlack = async (slack: Slack, attempt: Attempt, way: SlackWay): Promise<Lookup> => {
  const room = await roomOf(slack, way);
  if (!room.ok) return { type: 'failed', why: whyNot(room.error) };
  const oldest = String(toEpochMs(addSeconds(attempt.claimedAt, -CLOCK_SKEW_SECONDS)) / 1000);
  const question = {
    channel: room.value,
    oldest,
    limit: HISTORY_MAX,
    include_all_metadata: true,
  };
  const history = await slack.call('conversations.history', question, AT_ONCE);
  if (!history.ok) return { type: 'failed', why: whyNot(history.error) };
  const sid = tsOf(history.value, nameOf(attempt.incidentId, attempt.attemptId));
  return sid ? { type: 'found', sid } : { type: 'not-found' };
};
