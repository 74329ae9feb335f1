import { fromEpochMs } from '../../../shared/lib/instant.ts';
import type { Activity } from '../activity.ts';
import type { LocalClock } from '../clock.ts';
import { History } from './history.ts';
import type { LoadedMachine, TaskPlan } from './state-machine.ts';
import { retryDelayMs, taskFailure, taskOutput } from './task.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

export interface Execution {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  /** The JSON text it was started with. */
  readonly input: string;
  readonly startMs: number;
  status: ExecutionStatus;
  stopMs?: number;
  /** The JSON text of its result. */
  output?: string;
  error?: string | undefined;
  cause?: string | undefined;
  history?: History | undefined;
}

interface Run {
  readonly execution: Execution;
  readonly machine: LoadedMachine;
  readonly cancel: AbortController;
}

export interface ExecutionsOptions {
  readonly clock: LocalClock;
  readonly activity: Activity;
  /** Runs the function of a Task and gives what it returns. */
  readonly invoke: (functionName: string, input: unknown) => Promise<unknown>;
}

/** Finished executions beyond this are forgotten, the oldest first; so are the histories beyond the second number. */
const FINISHED_MAX = 1000;
const HISTORIES_MAX = 300;

/**
 * All executions of this process, running and finished. They hold no activity of their own: between two states they
 * never leave the turn of the event loop, a function that runs for them counts as in flight, and a Wait shall not.
 */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #all = new Map<string, Execution>();
  readonly #runs = new Map<string, Run>();
  readonly #finished: Execution[] = [];

  constructor(options: ExecutionsOptions) {
    this.#options = options;
  }

  get(arn: string): Execution | undefined {
    return this.#all.get(arn);
  }

  /** Those of one state machine, the latest first. */
  of(stateMachineArn: string): Execution[] {
    return [...this.#all.values()].filter((execution) => execution.stateMachineArn === stateMachineArn).reverse();
  }

  start(
    machine: LoadedMachine,
    identity: { arn: string; stateMachineArn: string; name: string; input: string },
  ): Execution {
    const execution: Execution = { ...identity, startMs: this.#options.clock.nowMs(), status: 'RUNNING' };
    const run: Run = { execution, machine, cancel: new AbortController() };
    this.#all.set(execution.arn, execution);
    this.#runs.set(execution.arn, run);
    this.#follow(run);
    return execution;
  }

  /** Ends a running execution; one that has ended stays as it is. */
  stop(arn: string, status: 'ABORTED' | 'TIMED_OUT', error?: string, cause?: string): void {
    const run = this.#runs.get(arn);
    if (!run) return;
    this.#end(run, status, { error, cause });
  }

  stopAll(): void {
    for (const arn of [...this.#runs.keys()]) this.stop(arn, 'ABORTED', 'Laptop.Stopped');
  }

  #follow(run: Run): void {
    const { execution, machine } = run;
    const { clock } = this.#options;
    const history = new History((state) => machine.plans.get(state)?.kind === 'wait');
    execution.history = history;
    const handlers: Record<string, (input: unknown) => Promise<never>> = {};
    for (const [state, plan] of machine.plans) {
      handlers[state] = (input) =>
        (plan.kind === 'wait' ? this.#wait(run, input) : this.#task(run, state, plan, input)) as Promise<never>;
    }
    const started = machine.machine.run(JSON.parse(execution.input), {
      context: contextOf(run, clock),
      overrides: { taskResourceLocalHandlers: handlers, retryIntervalOverrides: machine.retryIntervals },
    });
    run.cancel.signal.addEventListener('abort', () => started.abort(), { once: true });
    const limit = machine.timeoutSeconds;
    const cancelLimit =
      limit === undefined
        ? () => {}
        : clock.at(fromEpochMs(execution.startMs + limit * 1000), () => this.stop(execution.arn, 'TIMED_OUT'));
    const settled = started.result
      .then(
        (output) => this.#end(run, 'SUCCEEDED', { output: JSON.stringify(output) }),
        (error: Error) => this.#end(run, 'FAILED', failureOf(error)),
      )
      .finally(cancelLimit);
    void record(history, started.eventLogs, settled, execution, clock);
  }

  #end(
    run: Run,
    status: ExecutionStatus,
    result: { output?: string; error?: string | undefined; cause?: string | undefined },
  ) {
    const { execution } = run;
    if (execution.status !== 'RUNNING') return;
    Object.assign(execution, result, { status, stopMs: this.#options.clock.nowMs() });
    this.#runs.delete(execution.arn);
    this.#finished.push(execution);
    const withoutHistory = this.#finished[this.#finished.length - 1 - HISTORIES_MAX];
    if (withoutHistory) withoutHistory.history = undefined;
    if (this.#finished.length > FINISHED_MAX) this.#all.delete((this.#finished.shift() as Execution).arn);
    run.cancel.abort(new Error('the execution has ended'));
  }

  async #task(run: Run, state: string, plan: TaskPlan, input: unknown): Promise<unknown> {
    const { clock } = this.#options;
    const notes = run.execution.history?.visit(state);
    const attempts: number[] = [];
    for (;;) {
      notes?.scheduled(clock.nowMs(), plan.resource, input, plan.timeoutSeconds);
      try {
        const output = await this.#attempt(run, plan, input);
        notes?.succeeded(clock.nowMs(), output);
        return output;
      } catch (thrown) {
        const failure = taskFailure(thrown);
        notes?.failed(clock.nowMs(), failure);
        const delayMs = retryDelayMs(plan.retry, attempts, failure.name);
        if (delayMs === undefined) throw failure;
        await this.#sleep(run, delayMs);
      }
    }
  }

  /** One call, bounded by the state's TimeoutSeconds in real time (the function's own timeout bounds it as well). */
  #attempt(run: Run, plan: TaskPlan, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        const done = this.#options.activity.begin('timeout of a task');
        void run.machine.timeoutError().then(reject).finally(done);
      };
      const timer = plan.timeoutSeconds === undefined ? undefined : setTimeout(giveUp, plan.timeoutSeconds * 1000);
      this.#options
        .invoke(plan.functionName, structuredClone(input))
        .then(taskOutput)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  async #wait(run: Run, parameters: unknown): Promise<unknown> {
    const { input, seconds, timestamp } = parameters as { input: unknown; seconds?: number; timestamp?: string };
    const ms = timestamp === undefined ? (seconds ?? 0) * 1000 : Date.parse(timestamp) - this.#options.clock.nowMs();
    if (!Number.isFinite(ms)) throw new Error(`a Wait state has no time to wait for: ${timestamp ?? seconds}`);
    await this.#sleep(run, ms);
    return input;
  }

  #sleep(run: Run, ms: number): Promise<void> {
    const { clock } = this.#options;
    const { signal } = run.cancel;
    if (signal.aborted) return Promise.reject(signal.reason);
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const cancel = clock.at(fromEpochMs(clock.nowMs() + ms), wake);
      const abort = () => {
        cancel();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}

/** The context object. Its times are product times, under names that `state-machine.ts` put into the definition. */
const contextOf = (run: Run, clock: LocalClock) => {
  const { execution, machine } = run;
  return {
    Execution: { Id: execution.arn, Name: execution.name, RedriveCount: 0 },
    StateMachine: { Id: execution.stateMachineArn, Name: `pd-lite-${machine.name}` },
    Laptop: {
      StartTime: fromEpochMs(execution.startMs),
      get Now() {
        return clock.now();
      },
      Names: machine.names,
    },
  };
};

const failureOf = (error: Error): { error: string; cause: string } => {
  const cause = error.cause instanceof Error ? error.cause : error;
  return { error: cause.name, cause: cause.message };
};

const record = async (
  history: History,
  events: AsyncIterable<Parameters<History['add']>[0]>,
  settled: Promise<void>,
  execution: Execution,
  clock: LocalClock,
): Promise<void> => {
  for await (const event of events) history.add(event, clock.nowMs());
  await settled;
  history.end(execution.stopMs ?? clock.nowMs(), execution);
};
