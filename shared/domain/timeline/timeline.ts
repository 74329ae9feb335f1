import { assertNever } from '../../lib/assert-never.ts';
import type { Instant } from '../../lib/instant.ts';
import { type ChatProblem, problemText } from '../chat/problem.ts';
import type { RuleNote } from '../directory/usable-rules.ts';
import { isPlaceId } from '../escalation/place.ts';
import type { NamedTarget } from '../escalation/policy.ts';
import type { EscalationRun, LevelReached } from '../escalation/run.ts';
import { type Actor, system } from '../incident/actor.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { type Attempt, isToPhone, type Page } from '../paging/page.ts';

/** One thing that happened, with a sentence for people and the facts for programs. */
export interface TimelineItem {
  readonly at: Instant;
  readonly type: string;
  readonly actor: Actor;
  readonly region: string;
  readonly text: string;
  readonly [detail: string]: unknown;
}

export interface TimelineSource {
  readonly commits: readonly {
    readonly seq: number;
    readonly region: string;
    readonly events: readonly IncidentEvent[];
  }[];
  readonly runs: readonly EscalationRun[];
  readonly pages: readonly Page[];
  readonly attempts: readonly Attempt[];
  /** Alerts that came again while they were open: counted, not committed. */
  readonly repeats: readonly Repeated[];
  /** What would not go in Slack, and goes again. */
  readonly chat?: readonly ChatProblem[];
}

export interface Repeated {
  readonly dedupKey: string;
  readonly by: Actor;
  readonly times: number;
  readonly lastAt: Instant;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const via = ({ via: how }: Actor): string =>
  how === 'alert' || how === 'timer' ? '' : ` by ${how === 'voice' ? 'phone' : how}`;

const quoted = (text: string | null): string => (text ? `: ${text}` : '');

const names = (targets: readonly NamedTarget[]): string => list(targets.map(({ name }) => name));

const unpaged = (why: string | null): string => (why ? `. Nobody is paged: ${why}` : '');

const asked = (page: readonly NamedTarget[] = []): string => (page.length > 0 ? `. Asked for ${names(page)}` : '');

const sentence = (event: IncidentEvent): string => {
  const who = event.by.name;
  switch (event.type) {
    case 'IncidentDeclared':
      return `${who} declared INC-${event.number} (${event.severity}): ${event.title}${unpaged(event.unpaged)}${asked(event.page)}`;
    case 'AlertReceived':
      return `${who} reported another alert: ${event.alert.summary}`;
    case 'AlertResolved':
      return `${who} says that ${event.dedupKey} is resolved`;
    case 'IncidentAcknowledged':
      return `${who} acknowledged${via(event.by)}`;
    case 'IncidentUpdated':
      return `${who} wrote an update: ${event.message}`;
    case 'SeverityChanged':
      return `${who} changed the severity from ${event.from} to ${event.to}`;
    case 'RoleAssigned':
      return event.person
        ? `${who} made ${event.person.name} ${event.role}`
        : `${who} left the role ${event.role} open`;
    case 'NoteAdded':
      return `${who} noted: ${event.text}`;
    case 'IncidentEscalated':
      return `${who} ${event.page ? `paged ${names(event.page)}` : 'escalated'}${via(event.by)}${quoted(event.reason)}`;
    case 'EscalationExhausted':
      return 'Nobody answered in any round: the escalation is exhausted, and the fallback contact is told';
    case 'IncidentResolved':
      return `${who} resolved the incident${via(event.by)}${quoted(event.summary)}`;
    case 'IncidentReopened':
      return `${who} reopened the incident${quoted(event.reason)}`;
    case 'IncidentMerged':
      return `${who} merged this incident into INC-${event.intoNumber}`;
    case 'IncidentAbsorbed':
      return `${who} merged INC-${event.fromNumber} into this incident`;
    default:
      return assertNever(event);
  }
};

/** Levels that were passed over and the end that they came to are of one instant: the levels come first. */
const isEnd = ({ type }: TimelineItem): boolean => type === 'EscalationExhausted';

const levelItem = ({ runId, policyId }: EscalationRun, reached: LevelReached): TimelineItem => {
  const { at, region, round, level, chosen, skipped, told = [] } = reached;
  const ofPolicy = `Level ${level + 1}${round > 0 ? `, round ${round + 1}` : ''}`;
  const where = policyId === null ? 'By name' : ofPolicy;
  const telling = told.length > 0 ? `telling ${list(told.map(({ name }) => name))}` : '';
  const paging =
    chosen.length > 0
      ? [`paging ${list(chosen.map(({ name, why }) => `${name} (${why})`))}`, telling].filter(Boolean).join(', ')
      : `${telling && skipped.length === 0 ? telling : `nobody to page, passed over at once${telling && `, ${telling}`}`}`;
  const without = skipped.length > 0 ? `. Skipped: ${skipped.map(({ why }) => why).join('; ')}` : '';
  const calm = reached.urgency === 'low' ? `. Low urgency: ${reached.whyUrgency}` : '';
  const actor = system('escalation');
  return {
    at,
    type: 'LevelReached',
    actor,
    region,
    text: `${where}: ${paging}${without}${calm}`,
    urgency: reached.urgency ?? 'high',
    runId,
    round: round + 1,
    level: level + 1,
    chosen,
    skipped,
    told: told.map(({ target, name }) => ({ type: target.type, name })),
  };
};

const CHANNEL = {
  sms: 'a text message',
  voice: 'a call',
  slack: 'a Slack message',
  email: 'an e-mail',
  'slack-channel': 'a Slack message',
  webhook: 'a webhook',
} as const;
const PROVIDER = { twilio: 'Twilio', sns: 'SNS', slack: 'Slack', ses: 'SES', webhook: 'HTTPS' } as const;

const outcomeText = ({ outcome, provider, detail }: Attempt, abandoned: boolean): string => {
  const more = detail ? ` (${detail})` : '';
  switch (outcome) {
    case 'claimed':
      return abandoned
        ? `its sender did not come back, so it is unknown whether ${PROVIDER[provider]} sent it`
        : 'it is being handed over';
    case 'accepted':
      return `${PROVIDER[provider]} took it${more}`;
    case 'refused':
      return `${PROVIDER[provider]} refused it${more}`;
    case 'failed':
      return `it failed at ${PROVIDER[provider]}${more}`;
    case 'unknown':
      return `it is unknown whether ${PROVIDER[provider]} sent it${more}`;
    case 'withheld':
      return `withheld${more}`;
    default:
      return assertNever(outcome);
  }
};

/** The end of a phone number, which is enough to tell somebody's phones apart. In Slack a name says it all. */
const masked = (attempt: Attempt): string => (isToPhone(attempt) ? ` at ...${attempt.to.slice(-4)}` : '');

/** A claim without an outcome, when a later attempt at the same rule shows that somebody else went on. */
const isAbandoned = (attempt: Attempt, all: readonly Attempt[]): boolean =>
  all.some(
    ({ pageId, step, claimedAt }) =>
      pageId === attempt.pageId && step === attempt.step && claimedAt > attempt.claimedAt,
  );

const attemptItems = (attempt: Attempt, _index: number, all: readonly Attempt[]): readonly TimelineItem[] => {
  const { attemptId, pageId, channel, provider, region, userName, outcome, sid } = attempt;
  const actor = system('paging');
  const what = channel === 'voice' && provider === 'sns' ? CHANNEL.sms : CHANNEL[channel];
  const common = { actor, region, attemptId, pageId, channel, provider };
  const receipts = attempt.receipts.map(({ at, status, errorCode }) => ({
    ...common,
    at,
    type: 'PageReceipt',
    text: `${PROVIDER[provider]} says of ${what} to ${userName}: ${status}${errorCode ? ` (${errorCode})` : ''}`,
    status,
    errorCode: errorCode ?? null,
  }));
  const text = `${outcome === 'withheld' ? 'Not sent' : 'Sent'}: ${what} to ${userName}${masked(attempt)} through ${PROVIDER[provider]}: ${outcomeText(attempt, isAbandoned(attempt, all))}`;
  const type = outcome === 'withheld' ? 'PageWithheld' : 'PageSent';
  return [{ ...common, at: attempt.claimedAt, type, text, outcome, sid, detail: attempt.detail }, ...receipts];
};

/** The end of a phone number; in Slack and by e-mail the channel says enough. */
const addressOf = ({ channel, to }: RuleNote): string =>
  channel === 'sms' || channel === 'voice' ? ` at ...${to.slice(-4)}` : '';

/** Rules that a page left out, or used although something spoke against them. */
const noteItems = ({ pageId, userName, startedAt, notes = [] }: Page, region: string): readonly TimelineItem[] =>
  notes.map((note) => ({
    at: startedAt,
    type: 'RuleNoted',
    actor: system('paging'),
    region,
    text: `${userName}: ${CHANNEL[note.channel]}${addressOf(note)} is ${note.used ? 'used although' : 'left out, since'} ${note.why}`,
    pageId,
    channel: note.channel,
    used: note.used,
  }));

/** Where an incident was declared: the region of what is recorded without one of its own. */
const home = ({ commits }: TimelineSource): string => commits[0]?.region ?? '';

const endItems = (source: TimelineSource): readonly TimelineItem[] => [
  ...source.pages
    .filter((page) => page.status === 'over' && page.stepsSent === 0 && page.step >= page.rules.length)
    .map((page) => ({
      at: page.dueAt,
      type: 'PageUnreached',
      actor: system('paging'),
      region: source.attempts.findLast(({ pageId }) => pageId === page.pageId)?.region ?? home(source),
      text: isPlaceId(page.userId)
        ? `${page.userName} could not be told`
        : `${page.userName} could not be reached on any channel`,
      pageId: page.pageId,
    })),
  ...source.runs
    .filter((run) => run.status === 'over' && run.ended)
    .map((run) => ({
      at: run.dueAt,
      type: 'EscalationEnded',
      actor: system('escalation'),
      region: run.reached.at(-1)?.region ?? home(source),
      text: `The escalation ended: ${run.ended}`,
      runId: run.runId,
    })),
];

const chatItem = (problem: ChatProblem, region: string): TimelineItem => ({
  at: problem.at,
  type: problem.error === null ? 'ChatMended' : 'ChatProblem',
  actor: system('sync-slack'),
  region,
  text: problemText(problem),
  part: problem.part,
  error: problem.error,
});

/** In the order in which they must have been made: a rule's Twilio before its SNS, which that one's failure makes due. */
const inOrder = (a: Attempt, b: Attempt): number => {
  if (a.pageId !== b.pageId) return a.pageId < b.pageId ? -1 : 1;
  return a.step - b.step || Number(a.provider === 'sns') - Number(b.provider === 'sns') || a.n - b.n;
};

/**
 * The story of an incident: what people and monitors did, who was to be paged and why, every attempt through every
 * provider with what the carrier said, and who answered. Oldest first; what came at the same instant in the order in
 * which it must have happened.
 */
export const timeline = (source: TimelineSource): readonly TimelineItem[] => {
  const committed = source.commits.flatMap(({ seq, region, events }) =>
    events.map(
      ({ type, by, at, ...detail }): TimelineItem => ({
        ...detail,
        at,
        type,
        actor: by,
        region,
        seq,
        text: sentence({ type, by, at, ...detail } as IncidentEvent),
      }),
    ),
  );
  const levels = source.runs.flatMap((run) => run.reached.map((reached) => levelItem(run, reached)));
  const repeats = source.repeats.map(
    ({ dedupKey, by, times, lastAt }): TimelineItem => ({
      at: lastAt,
      type: 'AlertRepeated',
      actor: by,
      region: home(source),
      text: `${by.name} reported ${dedupKey} again, ${times} ${times === 1 ? 'time' : 'times'} so far`,
      dedupKey,
      times,
    }),
  );
  const all = [
    ...committed.filter((item) => !isEnd(item)),
    ...levels,
    ...committed.filter(isEnd),
    ...source.pages.flatMap((page) => noteItems(page, home(source))),
    ...source.attempts.toSorted(inOrder).flatMap(attemptItems),
    ...repeats,
    ...endItems(source),
    ...(source.chat ?? []).map((problem) => chatItem(problem, home(source))),
  ];
  return all
    .map((item, order) => ({ item, order }))
    .sort((a, b) => (a.item.at < b.item.at ? -1 : a.item.at > b.item.at ? 1 : a.order - b.order))
    .map(({ item }) => item);
};
