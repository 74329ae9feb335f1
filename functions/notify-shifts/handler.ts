import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import type { OptOutStore } from '../../shared/data/reachability-store.ts';
import type { Notice, ShiftNoticeStore } from '../../shared/data/shift-notice-store.ts';
import type { User } from '../../shared/domain/directory/user.ts';
import { personFindings } from '../../shared/domain/reachability/person.ts';
import { type HandOver, handOversBetween } from '../../shared/domain/schedule/hand-over.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { once, slackConfigured } from '../../shared/runtime/environment.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import { type SlackApi, slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { directory, optOuts, shiftNotices } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import type { SlackMessage } from '../../shared/slack/blocks.ts';
import { shiftBegun, shiftEnded } from '../../shared/slack/shift-notice.ts';

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
  readonly slack: Pick<SlackApi, 'call'>;
}

export interface ShiftReport {
  readonly told: number;
  readonly failed: number;
}

const connected = once(
  (): Deps => ({ directory: directory(), notices: shiftNotices(), optOuts: optOuts(), slack: slackApi() }),
);
const dependencies = (): Deps | null => (slackConfigured() ? connected() : null);

interface Told {
  readonly user: User;
  readonly message: SlackMessage;
}

/** Who is told of one side of a hand-over, and what; undefined where that is nobody, or nobody whom Slack knows. */
const noticeOf = async (
  deps: Deps,
  { name: schedule }: Schedule,
  { before, after, until }: HandOver,
  which: Notice,
): Promise<Told | undefined> => {
  const [from, to] = which === 'begun' ? [before, after] : [after, before];
  const user = to && (await deps.directory.user(to));
  if (!user?.slackId) return undefined;
  const other = from === undefined ? null : ((await deps.directory.user(from))?.name ?? from);
  if (which === 'ended') return { user, message: shiftEnded({ schedule, other }) };
  const findings = personFindings(user, { isNeeded: true, optedOut: await deps.optOuts.all() });
  return { user, message: shiftBegun({ schedule, other }, until, findings) };
};

/**
 * Tells one side of a hand-over, once: it is claimed before it is told. Only where Slack has surely not taken it the
 * claim is given back, and the next turn tells it. False: nobody was told.
 */
const tell = async (deps: Deps, schedule: Schedule, handOver: HandOver, which: Notice): Promise<boolean> => {
  const toldUpTo = await deps.notices.toldUpTo(schedule.id, which);
  if (toldUpTo !== undefined && toldUpTo >= handOver.at) return false;
  const notice = await noticeOf(deps, schedule, handOver, which);
  if (!notice) return false;
  if (!(await deps.notices.claim(schedule.id, which, handOver.at, toldUpTo))) return false;
  const channel = notice.user.slackId as string;
  const options = { lane: 'chat', channel, withinMs: POST_MS } as const;
  const posted = await deps.slack.call('chat.postMessage', { channel, ...notice.message }, options);
  if (posted.ok) return true;
  log.warn('shift.not-told', { scheduleId: schedule.id, userId: notice.user.id, failure: posted.error.kind });
  if (posted.error.kind === 'limited') await deps.notices.release(schedule.id, which, handOver.at, toldUpTo);
  return false;
};

const tellAll = async (deps: Deps, schedule: Schedule, at: Instant): Promise<number> => {
  let told = 0;
  for (const handOver of handOversBetween(schedule, addSeconds(at, -NEWS_SECONDS), at)) {
    for (const which of ['begun', 'ended'] as const) if (await tell(deps, schedule, handOver, which)) told += 1;
  }
  return told;
};

/** Every minute: whose shift has begun is told so in Slack, and whose has ended, each once, in whatever region. */
export const notifyShifts = async (
  deps: Deps | null,
  _event: unknown,
  invocation: Invocation,
): Promise<ShiftReport> => {
  if (!deps) return { told: 0, failed: 0 };
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
