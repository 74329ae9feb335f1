import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { openingCommands } from '../../shared/runtime/dependencies.ts';
import { environment, once } from '../../shared/runtime/environment.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import { slackApi } from '../../shared/runtime/slack/slack-api.ts';
import type { WorkerDeps } from '../../shared/runtime/slack-requests/desk.ts';
import { onceOnly } from '../../shared/runtime/slack-requests/once-only.ts';
import { readRequest } from '../../shared/runtime/slack-requests/request-schema.ts';
import { work } from '../../shared/runtime/slack-requests/work.ts';
import { chatRooms, directory, incidents, optOuts, reads } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

const dependencies = once(() => ({
  commands: openingCommands(),
  incidents: incidents(),
  reads: reads(),
  directory: directory(),
  optOuts: optOuts(),
  rooms: chatRooms(),
  slack: slackApi(),
  announceChannel: environment('SLACK_ANNOUNCE_CHANNEL'),
  onceOnly,
}));
type Deps = Omit<WorkerDeps, 'once'> & { readonly onceOnly: typeof onceOnly };

/** False: it is to come again. One that cannot be read comes again too, until the queue puts it aside for people. */
const done = async ({ onceOnly: onceFor, ...deps }: Deps, record: SQSRecord, invocation: Invocation) => {
  const request = readRequest(record.body);
  if (!request) {
    log.error('slack.request-unreadable', { messageId: record.messageId });
    return false;
  }
  const onlyOnce = onceFor({ getRemainingTimeInMillis: invocation.remainingMs });
  const times = Number(record.attributes.ApproximateReceiveCount);
  try {
    await onlyOnce(request.id, () => work({ ...deps, once: onlyOnce }, request, { times, now: invocation.at }));
    return true;
  } catch (error) {
    log.error('slack.request-failed', { requestId: request.id, what: request.type, times, ...errorFacts(error) });
    return false;
  }
};

/** Queue `slack-requests`: what people asked for in Slack is done, each once, and whoever asked is answered. */
export const slackWorker = async (deps: Deps, event: SQSEvent, invocation: Invocation): Promise<SQSBatchResponse> => {
  const outcomes = await Promise.all(
    event.Records.map(async (record) => ({ id: record.messageId, isDone: await done(deps, record, invocation) })),
  );
  return { batchItemFailures: outcomes.flatMap(({ id, isDone }) => (isDone ? [] : [{ itemIdentifier: id }])) };
};

export const handler = task(slackWorker, { deps: dependencies });
