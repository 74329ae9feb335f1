import type { E164, IncidentId, PageId, RunId, SlackChannelId, UserId, WebhookUrl } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { addSeconds } from '../../lib/instant.ts';
import type { RuleNote, Urgency } from '../directory/usable-rules.ts';
import type { NotificationRule } from '../directory/user.ts';
import type { Cursor } from '../escalation/run.ts';
import type { Receipt } from './delivery-status.ts';
import type { Exhausted, IncidentLabel } from './message-texts.ts';

/** A message to everybody in a channel. */
export interface ChannelRule {
  readonly channel: 'slack-channel';
  readonly to: SlackChannelId;
  readonly delaySeconds: number;
}

/** A request to an address. */
export interface WebhookRule {
  readonly channel: 'webhook';
  readonly to: WebhookUrl;
  readonly delaySeconds: number;
}

/** A step of a page: a person's rule, or the one way in which a place is told. */
export type PageRule = NotificationRule | ChannelRule | WebhookRule;

/** Which of the machine's branches a rule goes: the phones' is the default. */
export const branchOf = ({ channel }: Pick<PageRule, 'channel'>): Exclude<PageRule['channel'], 'slack-channel'> =>
  channel === 'slack-channel' ? 'slack' : channel;

/** One person being paged for one level of one round: their notification rules, gone through in order. Or a place. */
export interface Page {
  readonly incidentId: IncidentId;
  readonly pageId: PageId;
  readonly runId: RunId;
  /** A place's is no user's: see `isPlaceId`. */
  readonly userId: UserId;
  readonly userName: string;
  /** What the texts say of the incident, as it was when the page began. */
  readonly label: IncidentLabel;
  /** When the alert or declaration was accepted that led here, where this is the first page of all: for the service level. */
  readonly acceptedAt: Instant | null;
  /** Their rules as they were when the page began (D5). */
  readonly rules: readonly PageRule[];
  /** What is to be said of rules that were left out, or were not. Absent in pages of before. */
  readonly notes?: readonly RuleNote[];
  /** Set when this tells the fallback contact that nobody answered, or that nobody could be paged. */
  readonly exhausted: Exhausted | null;
  /** Which rule is next. */
  readonly step: number;
  /** Rules that reached their channel. */
  readonly stepsSent: number;
  readonly status: 'active' | 'over';
  readonly ended: string | null;
  /** When the next rule is due, or by when the present one must have moved on. */
  readonly dueAt: Instant;
  /** Whoever holds the newest baton drives this page. */
  readonly baton: number;
  readonly startedAt: Instant;
}

/** What the pages of a level begin with: `r1.0.2.`, and `r1.low0.0.` where it was not urgent. */
export const pagesOfLevel = (runId: RunId, { round, level }: Cursor, urgency: Urgency = 'high'): string =>
  `${runId}.${urgency === 'low' ? 'low' : ''}${round}.${level}.`;

export const pageIdOf = (
  runId: RunId,
  cursor: Cursor | 'fallback',
  userId: UserId,
  urgency: Urgency = 'high',
): PageId =>
  (cursor === 'fallback'
    ? `${runId}.fallback.${userId}`
    : `${pagesOfLevel(runId, cursor, urgency)}${userId}`) as PageId;

/** How often a fallback contact whom no channel reaches is told in all, and how long lies in between. */
const TOLD_MAX = 6;
const TELL_AGAIN_SECONDS = 300;

/** A page whose rules all failed, once more and later: `r1.fallback.ada`, then `r1.fallback-2.ada`. Undefined: enough. */
export const pageAgain = (page: Page, at: Instant): Page | undefined => {
  const match = /^([^.]+\.fallback)(?:-(\d+))?\.(.+)$/.exec(page.pageId);
  const time = Number(match?.[2] ?? 1) + 1;
  if (!match || time > TOLD_MAX) return undefined;
  const startedAt = addSeconds(at, TELL_AGAIN_SECONDS);
  return {
    ...page,
    pageId: `${match[1]}-${time}.${match[3]}` as PageId,
    step: 0,
    stepsSent: 0,
    status: 'active',
    ended: null,
    dueAt: startedAt,
    startedAt,
    baton: 1,
  };
};

/** When a rule is to be worked: its delay after the page began. */
export const ruleDueAt = (page: Page, step: number): Instant =>
  addSeconds(page.startedAt, page.rules[step]?.delaySeconds ?? 0);

export type PageStep =
  | { readonly type: 'send'; readonly step: number }
  | { readonly type: 'wait'; readonly until: Instant }
  | { readonly type: 'over'; readonly why: string };

/** What a page does now, if nobody has answered. */
export const nextStep = (page: Page, at: Instant): PageStep => {
  if (page.status === 'over') return { type: 'over', why: page.ended ?? 'it is over' };
  if (page.step >= page.rules.length) return { type: 'over', why: 'all rules were worked' };
  return page.dueAt > at ? { type: 'wait', until: page.dueAt } : { type: 'send', step: page.step };
};

/**
 * The page after a rule was worked. A rule that failed makes the next one due at once: the next channel now, never a
 * retry later. A result for a rule that was already passed (a late failure receipt) moves nothing.
 */
export const afterStep = (page: Page, step: number, sent: boolean, at: Instant): Page => {
  if (step !== page.step) return page;
  const next = step + 1;
  const planned = ruleDueAt(page, next);
  const dueAt = sent && planned > at ? planned : at;
  const moved = { ...page, step: next, stepsSent: page.stepsSent + (sent ? 1 : 0), dueAt };
  if (next < page.rules.length) return moved;
  const ended = moved.stepsSent > 0 ? 'all rules were worked' : 'no rule reached its channel';
  return { ...moved, status: 'over', ended };
};

/** What one provider was asked to send. */
export interface Attempt {
  readonly incidentId: IncidentId;
  /** `<page>.<step>.<provider>.<n>`: the claim. Whoever puts it first may send, and nobody else. */
  readonly attemptId: string;
  readonly pageId: PageId;
  readonly step: number;
  readonly n: number;
  readonly userName: string;
  readonly channel: PageRule['channel'];
  readonly provider: 'twilio' | 'sns' | 'slack' | 'ses' | 'webhook';
  readonly to: PageRule['to'];
  readonly claimedAt: Instant;
  readonly region: string;
  readonly outcome: AttemptOutcome;
  /** The provider's own id for it. */
  readonly sid: string | null;
  /** In words for the timeline: what the provider said, who had answered, what was found out later. */
  readonly detail: string | null;
  readonly outcomeAt: Instant | null;
  /** The furthest receipt so far, and all of them as they came in (at most `RECEIPTS_MAX`). */
  readonly receipt: Receipt | null;
  readonly receipts: readonly (Receipt & { readonly at: Instant })[];
}

/** Whether an attempt is to a phone, and not to somebody in Slack or by e-mail. */
export const isToPhone = (attempt: Attempt): attempt is Attempt & { readonly to: E164 } =>
  attempt.channel === 'sms' || attempt.channel === 'voice';

/**
 * `claimed`: no outcome yet; found long after, it is unknown what happened. `withheld`: somebody had answered.
 * `refused` and `failed`: the provider said no, or could not. `unknown`: it did not say.
 */
export type AttemptOutcome = 'claimed' | 'accepted' | 'refused' | 'failed' | 'unknown' | 'withheld';

/** A provider that goes on sending receipts for one message is not listened to for ever. */
export const RECEIPTS_MAX = 20;

export const attemptIdOf = (pageId: PageId, step: number, provider: Attempt['provider'], n: number): string =>
  `${pageId}.${step}.${provider}.${n}`;
