import type { StateMachine } from 'aws-local-stepfunctions';

type LogEvent = ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer E> ? E : never;

interface Entry {
  readonly atMs: number;
  readonly type: string;
  /** The name of the details field and how to make it: texts are made only when somebody asks. */
  readonly details?: readonly [string, () => Record<string, unknown>];
}

/** How an execution ended, for the last event. */
export interface Ending {
  readonly status: string;
  readonly output?: string;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const END_EVENTS: Readonly<Record<string, string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
};

const INCLUDED = { truncated: false };

/** The events of one execution, as GetExecutionHistory lists them. */
export class History {
  #entries: Entry[] = [];
  /** What tasks noted, by state and visit, until the library's own log comes to the end of that visit. */
  readonly #visits = new Map<string, Entry[][]>();
  readonly #isWait: (state: string) => boolean;

  constructor(isWait: (state: string) => boolean) {
    this.#isWait = isWait;
  }

  /** A task begins its work: returns the list in which its Lambda events are to be noted. */
  visit(state: string): TaskNotes {
    const entries: Entry[] = [];
    const visits = this.#visits.get(state) ?? [];
    visits.push(entries);
    this.#visits.set(state, visits);
    return new TaskNotes(entries);
  }

  /** Takes up one event of the library's log, all but the last: see `end`. */
  add(event: LogEvent, atMs: number): void {
    switch (event.type) {
      case 'ExecutionStarted':
        this.#push(atMs, event.type, 'executionStartedEventDetails', () => ({
          input: JSON.stringify(event.input),
          inputDetails: INCLUDED,
        }));
        break;
      case 'StateEntered':
        this.#push(atMs, `${this.#kind(event.state)}StateEntered`, 'stateEnteredEventDetails', () => ({
          name: event.state.name,
          input: JSON.stringify(event.state.input),
          inputDetails: INCLUDED,
        }));
        break;
      case 'StateFailed':
        this.#flush(event.state.name);
        break;
      case 'StateExited':
        this.#flush(event.state.name);
        if (event.state.type === 'Fail') break;
        this.#push(atMs, `${this.#kind(event.state)}StateExited`, 'stateExitedEventDetails', () => ({
          name: event.state.name,
          output: JSON.stringify(event.state.output),
          outputDetails: INCLUDED,
        }));
        break;
      case 'ExecutionSucceeded':
      case 'ExecutionFailed':
      case 'ExecutionAborted':
      case 'ExecutionTimeout':
        break;
      case 'StateRetried':
      case 'StateCaught':
        break;
      default:
        this.#push(atMs, event.type);
    }
  }

  end(atMs: number, ending: Ending): void {
    for (const visits of this.#visits.values()) this.#entries.push(...visits.splice(0).flat());
    const type = END_EVENTS[ending.status] ?? 'ExecutionFailed';
    const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
    this.#push(atMs, type, name, () =>
      ending.output === undefined
        ? { error: ending.error, cause: ending.cause }
        : { output: ending.output, outputDetails: INCLUDED },
    );
  }

  /** In order, with ids from 1. */
  events(): Record<string, unknown>[] {
    const pending = [...this.#visits.values()].flat(2);
    return [...this.#entries, ...pending].map((entry, index) => ({
      timestamp: entry.atMs / 1000,
      type: entry.type,
      id: index + 1,
      previousEventId: index,
      ...(entry.details ? { [entry.details[0]]: entry.details[1]() } : {}),
    }));
  }

  #kind(state: { name: string; type: string }): string {
    return this.#isWait(state.name) ? 'Wait' : state.type;
  }

  #flush(state: string): void {
    this.#entries.push(...(this.#visits.get(state)?.shift() ?? []));
  }

  #push(atMs: number, type: string, name?: string, details?: () => Record<string, unknown>): void {
    this.#entries.push(name && details ? { atMs, type, details: [name, details] } : { atMs, type });
  }
}

/** The Lambda events of one visit to a Task state. */
export class TaskNotes {
  readonly #entries: Entry[];

  constructor(entries: Entry[]) {
    this.#entries = entries;
  }

  scheduled(atMs: number, resource: string, input: unknown, timeoutSeconds: number | undefined): void {
    const details = () => ({
      resource,
      input: JSON.stringify(input),
      inputDetails: INCLUDED,
      timeoutInSeconds: timeoutSeconds,
    });
    this.#entries.push({
      atMs,
      type: 'LambdaFunctionScheduled',
      details: ['lambdaFunctionScheduledEventDetails', details],
    });
    this.#entries.push({ atMs, type: 'LambdaFunctionStarted' });
  }

  succeeded(atMs: number, output: unknown): void {
    const details = () => ({ output: JSON.stringify(output), outputDetails: INCLUDED });
    this.#entries.push({
      atMs,
      type: 'LambdaFunctionSucceeded',
      details: ['lambdaFunctionSucceededEventDetails', details],
    });
  }

  failed(atMs: number, error: Error): void {
    const details = () => ({ error: error.name, cause: error.message });
    const timedOut = error.name === 'States.Timeout';
    this.#entries.push(
      timedOut
        ? { atMs, type: 'LambdaFunctionTimedOut', details: ['lambdaFunctionTimedOutEventDetails', details] }
        : { atMs, type: 'LambdaFunctionFailed', details: ['lambdaFunctionFailedEventDetails', details] },
    );
  }
}
