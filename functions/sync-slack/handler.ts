import type { SQSEvent } from 'aws-lambda';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { environment, once, slackConfigured } from '../../shared/runtime/environment.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import type { SyncDeps } from '../../shared/runtime/slack/session.ts';
import { slackApi } from '../../shared/runtime/slack/slack-api.ts';
import { syncIncident } from '../../shared/runtime/slack/sync-incident.ts';
import { type SyncAgain, slackSyncQueue } from '../../shared/runtime/slack/sync-queue.ts';
import { syncUserGroups, type UserGroupDeps } from '../../shared/runtime/slack/user-groups.ts';
import { chatRooms, directory, incidents, reads, userGroups } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

/** From the bus, of an incident; each minute, from the schedule; or from the queue, for another try. */
export type SyncEvent =
  | { readonly source: 'pd-lite'; readonly detail: { readonly incidentId: IncidentId } }
  | { readonly source: 'aws.events' }
  | Pick<SQSEvent, 'Records'>;

export interface SyncReport {
  readonly synced: number;
  readonly failed: number;
  /** Messages that must be handed out again. */
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Rooms of one shard that one minute's turn takes on, and how many at a time. */
const PER_SHARD_MAX = 25;
const AT_ONCE = 4;
/** What is left to the function when it takes on no further room. */
const RESERVE_MS = 20_000;

type Deps = SyncDeps & UserGroupDeps;

const connected = once(
  (): Deps => ({
    rooms: chatRooms(),
    groups: userGroups(),
    reads: reads(),
    incidents: incidents(),
    directory: directory(),
    slack: slackApi(),
    queue: slackSyncQueue,
    clock: { now: () => clock().now() },
    announceChannel: environment('SLACK_ANNOUNCE_CHANNEL'),
  }),
);
const dependencies = (): Deps | null => (slackConfigured() ? connected() : null);

/** Works several rooms, some at a time; one that fails is left to the next turn. */
const syncAll = async (deps: Deps, ids: readonly IncidentId[], invocation: Invocation) => {
  let next = 0;
  const failed: IncidentId[] = [];
  const worker = async (): Promise<void> => {
    for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
      if (invocation.remainingMs() < RESERVE_MS) return;
      try {
        await syncIncident(deps, id, invocation.remainingMs);
      } catch (error) {
        failed.push(id);
        log.error('slack.sync-failed', { incidentId: id, ...errorFacts(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed;
};

/** Messages for a time that has been set anew since are left out: a newer one is on its way. */
const fromQueue = async (deps: Deps, { Records }: Pick<SQSEvent, 'Records'>, invocation: Invocation) => {
  const asked = Records.map(({ messageId, body }) => ({ messageId, again: JSON.parse(body) as SyncAgain }));
  const isDue = await Promise.all(
    asked.map(async ({ again }) => (await deps.rooms.get(again.incidentId))?.dueAt === again.dueAt),
  );
  const due = asked.filter((_, index) => isDue[index]);
  const ids = [...new Set(due.map(({ again }) => again.incidentId))];
  const failed = await syncAll(deps, ids, invocation);
  const again = due.filter((one) => failed.includes(one.again.incidentId));
  return { synced: ids.length - failed.length, failed, batchItemFailures: again.map(({ messageId }) => messageId) };
};

const fromSchedule = async (deps: Deps, invocation: Invocation) => {
  const ids = await deps.rooms.overdue(invocation.at, PER_SHARD_MAX);
  const failed = await syncAll(deps, ids, invocation);
  await syncUserGroups(deps, invocation.at);
  return { synced: ids.length - failed.length, failed, batchItemFailures: [] };
};

const syncWhat = async (deps: Deps, event: SyncEvent, invocation: Invocation) => {
  if ('Records' in event) return fromQueue(deps, event, invocation);
  if (event.source === 'aws.events') return fromSchedule(deps, invocation);
  await syncIncident(deps, event.detail.incidentId, invocation.remainingMs);
  return { synced: 1, failed: [], batchItemFailures: [] };
};

/** Brings Slack in line with what is true: after every change of an incident, and each minute what is overdue. */
export const syncSlack = async (deps: Deps | null, event: SyncEvent, invocation: Invocation): Promise<SyncReport> => {
  if (!deps) return { synced: 0, failed: 0, batchItemFailures: [] };
  const { synced, failed, batchItemFailures } = await syncWhat(deps, event, invocation);
  return {
    synced,
    failed: failed.length,
    batchItemFailures: batchItemFailures.map((itemIdentifier) => ({ itemIdentifier })),
  };
};

export const handler = task(syncSlack, { deps: dependencies });
