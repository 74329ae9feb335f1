import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { validOnce } from './valid-once.ts';

type Json = Record<string, unknown>;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

/** What the executions need to know of a Task state; the rest is done by the library. */
export interface TaskPlan {
  readonly kind: 'task';
  readonly functionName: string;
  readonly resource: string;
  readonly timeoutSeconds: number | undefined;
  readonly retry: readonly Retrier[];
}

export interface WaitPlan {
  readonly kind: 'wait';
}

/** A state machine made ready to run on the laptop. */
export interface LoadedMachine {
  readonly name: string;
  readonly machine: StateMachine;
  readonly plans: ReadonlyMap<string, TaskPlan | WaitPlan>;
  /** The names of all states, also those within a Map or a Parallel, by the key that stands for each in a path. */
  readonly names: Readonly<Record<string, string>>;
  /** Retried Map and Parallel states: the library retries these itself, and is told to do so at once. */
  readonly retryIntervals: Readonly<Record<string, number>>;
  readonly timeoutSeconds: number | undefined;
  /** The error of a Task that ran out of time. */
  timeoutError(): Promise<Error>;
}

/** The longest a library timer can be (seconds in 31 bits of ms). Our own timers are the ones that count. */
const NO_TIMEOUT_SECONDS = Math.floor((2 ** 31 - 1) / 1000);
const WAIT_RESOURCE = 'arn:aws:lambda:us-east-1:000000000000:function:pd-lite-wait';

/**
 * Makes a definition run on the laptop's clock. Wait states become tasks that sleep on it; a Task's timeout and Retry
 * are taken out, because the library would take them on the machine's clock (see `executions.ts`); the context's
 * times, which the library takes from there too, are read from fields that `executions.ts` fills.
 *
 * @param text the ASL, with `${function-name}` for the ARN of each function
 * @throws Error when the definition is not valid ASL
 */
export const loadStateMachine = (
  name: string,
  text: string,
  arnOf: (functionName: string) => string,
): LoadedMachine => {
  const functions = new Map<string, string>();
  const filled = text.replace(/\$\{([a-z0-9-]+)\}/g, (_, functionName: string) => {
    functions.set(arnOf(functionName), functionName);
    return arnOf(functionName);
  });
  const definition = JSON.parse(filled) as Json;
  const loading: Loading = { functions, names: {}, plans: new Map(), retryIntervals: {} };
  rewriteStates(definition, loading);
  const timeoutSeconds = definition.TimeoutSeconds as number | undefined;
  delete definition.TimeoutSeconds;
  const machine = validOnce(JSON.stringify(definition), (known) => {
    const validationOptions = known ? { noValidate: true } : {};
    return new StateMachine(definition as unknown as StateMachineDefinition, { validationOptions });
  });
  return { ...loading, name, machine, timeoutSeconds, timeoutError };
};

interface Loading {
  /** Function names by their ARN. */
  readonly functions: ReadonlyMap<string, string>;
  readonly names: Record<string, string>;
  readonly plans: Map<string, TaskPlan | WaitPlan>;
  readonly retryIntervals: Record<string, number>;
}

const rewriteStates = (machine: Json, loading: Loading): void => {
  const states = machine.States as Record<string, Json>;
  for (const [name, original] of Object.entries(states)) {
    const nested = [original.Iterator, original.ItemProcessor, ...((original.Branches as unknown[]) ?? [])];
    for (const inner of nested) if (inner) rewriteStates(inner as Json, loading);
    const state = onOurClock(name, original);
    loading.names[nameKey(name)] = name;
    states[name] = state;
    if (state.Type === 'Task') loading.plans.set(name, takeTask(state, loading.functions));
    else if (state.Type === 'Wait') {
      loading.plans.set(name, { kind: 'wait' });
      states[name] = waitAsTask(state);
    } else if (state.Retry) loading.retryIntervals[name] = 0;
  }
};

/** The library sets `$$.Execution.StartTime` to the machine's time, and knows no `$$.State`. */
const onOurClock = (name: string, state: Json): Json =>
  JSON.parse(
    JSON.stringify(state)
      .replaceAll('$$.Execution.StartTime', () => '$$.Laptop.StartTime')
      .replaceAll('$$.State.EnteredTime', () => '$$.Laptop.Now')
      .replaceAll('$$.State.Name', () => `$$.Laptop.Names.${nameKey(name)}`),
  ) as Json;

/** A state's name as a key that needs no quotes in a path. */
const nameKey = (name: string): string => `n${Buffer.from(name).toString('hex')}`;

const takeTask = (state: Json, functions: ReadonlyMap<string, string>): TaskPlan => {
  const resource = state.Resource as string;
  const functionName = functions.get(resource);
  if (!functionName) throw new Error(`a Task's Resource must be a \${function-name}, not ${resource}`);
  const plan: TaskPlan = {
    kind: 'task',
    functionName,
    resource,
    timeoutSeconds: state.TimeoutSeconds as number | undefined,
    retry: (state.Retry as Retrier[] | undefined) ?? [],
  };
  delete state.Retry;
  state.TimeoutSeconds = NO_TIMEOUT_SECONDS;
  return plan;
};

const waitAsTask = (wait: Json): Json => {
  const { Seconds, SecondsPath, Timestamp, TimestampPath, ...rest } = wait;
  const until: Json = {};
  if (Seconds !== undefined) until.seconds = Seconds;
  if (SecondsPath !== undefined) until['seconds.$'] = SecondsPath;
  if (Timestamp !== undefined) until.timestamp = Timestamp;
  if (TimestampPath !== undefined) until['timestamp.$'] = TimestampPath;
  return {
    ...rest,
    Type: 'Task',
    Resource: WAIT_RESOURCE,
    TimeoutSeconds: NO_TIMEOUT_SECONDS,
    Parameters: { 'input.$': '$', ...until },
  };
};

/**
 * The library's own timeout error. It tells a timeout from other failures by a class that it does not export, so one
 * is made by letting a task run out of time.
 */
const timeoutError = async (): Promise<Error> => {
  const definition = {
    StartAt: 'Never',
    States: { Never: { Type: 'Task', Resource: 'none', TimeoutSeconds: 0.001, End: true } },
  };
  const machine = new StateMachine(definition as StateMachineDefinition, { validationOptions: { noValidate: true } });
  const never = () => new Promise<never>(() => {});
  const run = machine.run(null, { overrides: { taskResourceLocalHandlers: { Never: never } } });
  return run.result.then(
    () => new Error('a task that never ends has ended'),
    (error: Error) => error.cause as Error,
  );
};
