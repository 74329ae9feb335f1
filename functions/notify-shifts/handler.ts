import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import type { OptOutStore } from '../../shared/data/reachability-store.ts';
import type { Notice, ShiftNoticeStore } from '../../shared/data/shift-notice-store.ts';
import type { User } from '../../shared/domain/directory/user.ts';
import type { EmailText } from '../../shared/domain/paging/email-texts.ts';
import { personFindings } from '../../shared/domain/reachability/person.ts';
import { type HandOver, handOversBetween } from '../../shared/domain/schedule/hand-over.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import { shiftBegunEmail, shiftEndedEmail } from '../../shared/domain/schedule/shift-email.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { environment, once, slackConfigured } from '../../shared/runtime/environment.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import { ses } from '../../shared/runtime/paging/deps.ts';
import { type SlackApi, slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { directory, optOuts, shiftNotices } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SlackMessage } from '../../shared/slack/blocks.ts';
import { shiftBegun, shiftEnded } from '../../shared/slack/shift-notice.ts';
import type { SesClient } from '../../shared/telephony/ses-client.ts';

/** A hand-over of longer ago is no news any more, whatever kept it from being told. */
const NEWS_SECONDS = 15 * 60;
/** What one turn looks at; the next minute goes on with what is news then. */
const SCHEDULES_MAX = 500;
const AT_ONCE = 4;
/** Nothing more is begun when this much of the invocation is left. */
const RESERVE_MS = 10_000;
const POST_MS = 3000;

interface Deps {
  readonly directory: Pick<DirectoryStore, 'schedules' | 'user'>;
  readonly notices: ShiftNoticeStore;
  readonly optOuts: Pick<OptOutStore, 'all'>;
  /** Null where it is not set up. */
  readonly slack: Pick<SlackApi, 'call'> | null;
  readonly ses: Pick<SesClient, 'send'> | null;
  readonly publicUrl: string;
}

export interface ShiftReport {
  readonly told: number;
  readonly failed: number;
}

const dependencies = once(
  (): Deps => ({
    directory: directory(),
    notices: shiftNotices(),
    optOuts: optOuts(),
    slack: slackConfigured() ? slackApi() : null,
    ses: ses(),
    publicUrl: environment('PD_PUBLIC_URL'),
  }),
);

interface Told {
  readonly user: User;
  readonly message: SlackMessage;
  readonly email: EmailText;
}

/** Who is told of one side of a hand-over, and what; undefined where that is nobody. */
const noticeOf = async (
  deps: Deps,
  { name: schedule }: Schedule,
  { before, after, until }: HandOver,
  which: Notice,
): Promise<Told | undefined> => {
  const [from, to] = which === 'begun' ? [before, after] : [after, before];
  const user = to && (await deps.directory.user(to));
  if (!user) return undefined;
  const other = from === undefined ? null : ((await deps.directory.user(from))?.name ?? from);
  const news = { schedule, other };
  const { publicUrl } = deps;
  if (which === 'ended') return { user, message: shiftEnded(news), email: shiftEndedEmail(news, publicUrl) };
  const findings = personFindings(user, { isNeeded: true, optedOut: await deps.optOuts.all() });
  const email = shiftBegunEmail(news, until, findings, publicUrl);
  return { user, message: shiftBegun(news, until, findings), email };
};

/** Tells somebody by the way there is: in Slack, or by e-mail when Slack does not know them. */
const wayTo = (
  deps: Deps,
  { user, message, email }: Told,
): (() => Promise<'told' | 'not-taken' | 'lost'>) | undefined => {
  const { slack, ses: mail } = deps;
  const { slackId: channel, email: to } = user;
  if (slack && channel) {
    return async () => {
      const options = { lane: 'chat', channel, withinMs: POST_MS } as const;
      const posted = await slack.call('chat.postMessage', { channel, ...message }, options);
      return posted.ok ? 'told' : posted.error.kind === 'limited' ? 'not-taken' : 'lost';
    };
  }
  if (!mail || !to) return undefined;
  return async () => {
    const sent = await mail.send({ to, ...email, signal: AbortSignal.timeout(POST_MS) });
    return sent.type === 'accepted' ? 'told' : 'lost';
  };
};

/**
 * Tells one side of a hand-over, once: it is claimed before it is told. Only where Slack has surely not taken it the
 * claim is given back, and the next turn tells it. False: nobody was told.
 */
const tell = async (deps: Deps, schedule: Schedule, handOver: HandOver, which: Notice): Promise<boolean> => {
  const toldUpTo = await deps.notices.toldUpTo(schedule.id, which);
  if (toldUpTo !== undefined && toldUpTo >= handOver.at) return false;
  const notice = await noticeOf(deps, schedule, handOver, which);
  const way = notice && wayTo(deps, notice);
  if (!way) return false;
  if (!(await deps.notices.claim(schedule.id, which, handOver.at, toldUpTo))) return false;
  const outcome = await way();
  if (outcome === 'told') return true;
  log.warn('shift.not-told', { scheduleId: schedule.id, userId: notice.user.id, outcome });
  if (outcome === 'not-taken') await deps.notices.release(schedule.id, which, handOver.at, toldUpTo);
  return false;
};

const tellAll = async (deps: Deps, schedule: Schedule, at: Instant): Promise<number> => {
  let told = 0;
  for (const handOver of handOversBetween(schedule, addSeconds(at, -NEWS_SECONDS), at)) {
    for (const which of ['begun', 'ended'] as const) if (await tell(deps, schedule, handOver, which)) told += 1;
  }
  return told;
};

/** Every minute: whose shift has begun is told so, in Slack or by e-mail, and whose has ended; once, in whatever region. */
export const notifyShifts = async (deps: Deps, _event: unknown, invocation: Invocation): Promise<ShiftReport> => {
  const schedules = (await deps.directory.schedules()).slice(0, SCHEDULES_MAX);
  let next = 0;
  let told = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let schedule = schedules[next++]; schedule !== undefined; schedule = schedules[next++]) {
      if (invocation.remainingMs() < RESERVE_MS) return;
      try {
        told += await tellAll(deps, schedule, invocation.at);
      } catch (error) {
        failed += 1;
        log.error('shift.failed', { scheduleId: schedule.id, ...errorFacts(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { told, failed };
};

export const handler = task(notifyShifts, { deps: dependencies });
