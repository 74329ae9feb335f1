import type { ReachabilityReportStore } from '../../shared/data/reachability-store.ts';
import { afterReport } from '../../shared/domain/reachability/report.ts';
import { environment, once, slackConfigured } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { findReachability, type ReachabilityDeps, reachabilityDeps } from '../../shared/runtime/reachability.ts';
import { type SlackApi, slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { reachabilityReports } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';
import { reachabilityReport } from '../../shared/slack/reachability.ts';

const POST_MS = 5000;

interface Deps extends ReachabilityDeps {
  readonly reports: ReachabilityReportStore;
  /** Null where Slack is not set up: then the log says it. */
  readonly slack: Pick<SlackApi, 'call'> | null;
  readonly announceChannel: string | null;
}

const dependencies = once(
  (): Deps => ({
    ...reachabilityDeps(),
    reports: reachabilityReports(),
    slack: slackConfigured() ? slackApi() : null,
    announceChannel: slackConfigured() ? environment('SLACK_ANNOUNCE_CHANNEL') : null,
  }),
);

const tell = async ({ slack, announceChannel: channel }: Deps, message: object): Promise<boolean> => {
  if (!slack || !channel) return true;
  const options = { lane: 'chat', channel, withinMs: POST_MS } as const;
  const posted = await slack.call('chat.postMessage', { channel, ...message }, options);
  if (posted.ok) return true;
  if (posted.error.kind !== 'refused' || posted.error.error !== 'not_in_channel') return false;
  const joined = await slack.call('conversations.join', { channel }, options);
  return joined.ok && (await slack.call('chat.postMessage', { channel, ...message }, options)).ok;
};

/**
 * Every hour: is there somebody who should be reached and is not? The team's channel is told, of the same errors once a
 * day. It is written down first: of two regions one tells, and a turn that dies tells nothing until tomorrow.
 */
export const reportReachability = async (
  deps: Deps,
  _event: unknown,
  { at }: Invocation,
): Promise<{ readonly errors: number; readonly told: boolean }> => {
  const errors = (await findReachability(deps, at)).filter(({ level }) => level === 'error');
  const { revision, reports } = await deps.reports.read();
  const next = afterReport(reports, errors, at);
  if (!next || !(await deps.reports.save(revision, next))) return { errors: errors.length, told: false };
  log.warn('reachability.errors', { errors: errors.length });
  const told = await tell(deps, reachabilityReport(errors));
  if (!told) log.warn('reachability.not-told', { errors: errors.length });
  return { errors: errors.length, told };
};

export const handler = task(reportReachability, { deps: dependencies });
