import { type Overdue, overdue } from '../../shared/data/due.ts';
import { isValid } from '../../shared/domain/directory/service.ts';
import type { PageId, RunId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import { commands } from '../../shared/runtime/dependencies.ts';
import { once } from '../../shared/runtime/environment.ts';
import { type IngestDeps, ingestDeps } from '../../shared/runtime/ingest.ts';
import { errorFacts, log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { handOverPage, handOverRun } from '../../shared/runtime/paging/hand-over.ts';
import { stateMachines } from '../../shared/runtime/state-machines.ts';
import { pages, runs, tableConnection } from '../../shared/runtime/stores.ts';
import { type Invocation, task } from '../../shared/runtime/task.ts';

/** Past its deadline by this much, whoever should have met it is taken for dead (D3). */
const OVERDUE_SECONDS = 45;
/** A commit whose effects are not done after this long is done again: its function has had its time. */
const OUTBOX_SECONDS = 20;
/** What one sweep takes on at most, per shard and from the queue; the next sweep goes on. */
const PER_SHARD_MAX = 100;
const QUEUE_READS_MAX = 10;
const AT_ONCE = 20;
/** A sweep stops taking on new work when this much of its invocation is left. */
const RESERVE_MS = 5000;

export interface SweepReport {
  readonly takenOver: number;
  readonly redone: number;
  readonly takenIn: number;
  readonly failed: number;
  /** How long the oldest of it had been waiting past its time. */
  readonly lagSeconds: number;
}

const dependencies = once(() => ({
  table: tableConnection(),
  pages: pages(),
  runs: runs(),
  machines: stateMachines,
  commands: commands(),
  ingest: ingestDeps(),
}));
type Deps = ReturnType<typeof dependencies>;

/** Works a list with a bound on how much runs at once and on how long; counts what was done and what failed. */
const work = async <T>(
  items: readonly T[],
  invocation: Invocation,
  one: (item: T) => Promise<boolean>,
): Promise<{ readonly done: number; readonly failed: number }> => {
  let next = 0;
  let done = 0;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      if (invocation.remainingMs() < RESERVE_MS) return;
      try {
        if (await one(item)) done += 1;
      } catch (error) {
        failed += 1;
        log.error('sweep.item-failed', errorFacts(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { done, failed };
};

/** The entry may be old: the item itself says whether it is overdue. */
const takeOver =
  (deps: Deps, at: Instant) =>
  async ({ incidentId, name }: Overdue): Promise<boolean> => {
    const before = addSeconds(at, -OVERDUE_SECONDS);
    if (name.startsWith('run#')) {
      const run = await deps.runs.get(incidentId, name.slice(4) as RunId);
      return run?.status === 'running' && run.dueAt < before ? handOverRun(deps, run, at) : false;
    }
    const page = await deps.pages.get(incidentId, name.slice(5) as PageId);
    return page?.status === 'active' && page.dueAt < before ? handOverPage(deps, { ...page, dueAt: at }) : false;
  };

const redo =
  (deps: Deps) =>
  ({ incidentId, name }: Overdue): Promise<boolean> =>
    deps.commands.redo(incidentId, Number(name.slice('log#'.length)));

/** Alerts that could not be written when they came: accepted then, taken in now. */
const drainQueue = async (ingest: IngestDeps, invocation: Invocation) => {
  let takenIn = 0;
  let failed = 0;
  for (let reads = 0; reads < QUEUE_READS_MAX && invocation.remainingMs() > RESERVE_MS; reads += 1) {
    const received = await ingest.queue.receive();
    if (received.length === 0) break;
    for (const { spilled, done } of received) {
      try {
        const integration = await ingest.directory.integration(spilled.keyHash);
        if (integration && isValid(integration, spilled.at))
          await ingest.takeIn(integration, spilled.alert, spilled.at);
        else log.error('alert.key-unknown', { keyHash: spilled.keyHash.slice(0, 12) });
        await done();
        takenIn += 1;
      } catch (error) {
        failed += 1;
        log.error('alert.late-failed', errorFacts(error));
      }
    }
  }
  return { takenIn, failed };
};

/**
 * Every minute in every region: does what somebody should have done and did not. Takes over escalations and pages past
 * their deadline, does the effects of commits again, and takes alerts in from the queue. Safe to run at any time, in
 * any number; bounded; says how long the oldest had waited.
 */
export const sweep = async (deps: Deps, _event: unknown, invocation: Invocation): Promise<SweepReport> => {
  const { at } = invocation;
  const [due, outbox] = await Promise.all([
    overdue(deps.table, 'due', addSeconds(at, -OVERDUE_SECONDS), PER_SHARD_MAX),
    overdue(deps.table, 'outbox', addSeconds(at, -OUTBOX_SECONDS), PER_SHARD_MAX),
  ]);
  const lagSeconds = Math.max(0, ...[...due, ...outbox].map(({ since }) => secondsBetween(since, at)));
  const redone = await work(outbox, invocation, redo(deps));
  const taken = await work(due, invocation, takeOver(deps, at));
  const queue = await drainQueue(deps.ingest, invocation).catch((error: unknown) => {
    log.error('sweep.item-failed', errorFacts(error));
    return { takenIn: 0, failed: 1 };
  });
  const report = {
    takenOver: taken.done,
    redone: redone.done,
    takenIn: queue.takenIn,
    failed: redone.failed + taken.failed + queue.failed,
    lagSeconds,
  };
  measure('SweepLag', lagSeconds);
  if (due.length + outbox.length + queue.takenIn + report.failed > 0) log.info('sweep.done', { ...report });
  return report;
};

export const handler = task(sweep, { deps: dependencies });
