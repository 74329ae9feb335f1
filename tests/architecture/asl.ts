/** A state of a state machine, as far as its rules are checked. */
export interface AslState {
  readonly Type: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly TimeoutSeconds?: number;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
  readonly Choices?: readonly { readonly Next?: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Branches?: readonly AslMachine[];
  readonly ItemProcessor?: AslMachine;
  readonly Iterator?: AslMachine;
  readonly MaxConcurrency?: number;
}

/** A state machine in the Amazon States Language, or a part of one. */
export interface AslMachine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, AslState>>;
}

/** What Lambda's own trouble is called. None of it says that the function is wrong, so all of it is tried again. */
const TRANSIENT = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const placeholder = /^\$\{([a-z0-9-]+)\}$/;

/** Machines inside a state: the branches of a Parallel, the body of a Map. */
const partsOf = (state: AslState): readonly AslMachine[] => [
  ...(state.Branches ?? []),
  ...(state.ItemProcessor ? [state.ItemProcessor] : []),
  ...(state.Iterator ? [state.Iterator] : []),
];

/** The states of a machine and of the machines inside it, with their names. */
const allStates = (machine: AslMachine): (readonly [name: string, state: AslState])[] =>
  Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as const,
    ...partsOf(state).flatMap((part) => allStates(part)),
  ]);

/** The functions that a machine's tasks run: `${plan-page}` is plan-page. */
export const tasksOf = (machine: AslMachine): Set<string> =>
  new Set(
    allStates(machine).flatMap(([, { Resource, Parameters }]) =>
      [Resource, Parameters?.FunctionName].flatMap((value) => placeholder.exec(String(value))?.[1] ?? []),
    ),
  );

const targetsOf = (state: AslState): string[] =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map((choice) => choice.Next),
    ...(state.Catch ?? []).map((handler) => handler.Next),
  ].filter((target) => target !== undefined);

const retryProblems = ({ Retry = [] }: AslState): string[] => {
  const retried = new Set(Retry.flatMap(({ ErrorEquals }) => ErrorEquals));
  const all = retried.has('States.ALL') || retried.has('States.TaskFailed');
  const missing = all ? [] : TRANSIENT.filter((error) => !retried.has(error));
  return [
    ...missing.map((error) => `does not retry ${error}`),
    ...Retry.filter(({ MaxAttempts = 3 }) => MaxAttempts > 10).map(() => 'retries more than 10 times'),
  ];
};

const catchProblems = ({ Catch = [] }: AslState): string[] =>
  Catch.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')) ? [] : ['has no Catch for States.ALL'];

const executionProblems = ({ Resource = '', Parameters = {} }: AslState): string[] =>
  Resource.includes(':states:startExecution') && !('Name' in Parameters || 'Name.$' in Parameters)
    ? ['starts an execution without a name: a retry would start another']
    : [];

const taskProblems = (state: AslState): string[] => [
  ...(state.TimeoutSeconds === undefined ? ['has no TimeoutSeconds'] : []),
  ...(String(state.Resource).includes('.waitForTaskToken')
    ? ['waits for a token, which dies with its region (D3)']
    : []),
  ...retryProblems(state),
  ...catchProblems(state),
  ...executionProblems(state),
];

const waitProblems = (state: AslState): string[] => {
  const bounds = [state.Seconds, state.SecondsPath, state.Timestamp, state.TimestampPath];
  return bounds.filter((bound) => bound !== undefined).length === 1 ? [] : ['does not say until when it waits'];
};

const mapProblems = (state: AslState): string[] => [
  ...((state.MaxConcurrency ?? 0) === 0 ? ['has no MaxConcurrency'] : []),
  ...catchProblems(state),
];

/** Fails and succeeds end by what they are; a Choice goes on by its rules. */
const exitProblems = (state: AslState): string[] => {
  const ends = ['Succeed', 'Fail', 'Choice'].includes(state.Type);
  return ends || state.Next !== undefined || state.End === true ? [] : ['neither goes on nor ends'];
};

const RULES: Readonly<Record<string, (state: AslState) => string[]>> = {
  Task: taskProblems,
  Choice: ({ Default }) => (Default === undefined ? ['has no Default'] : []),
  Wait: waitProblems,
  Map: mapProblems,
  Parallel: catchProblems,
  Pass: () => [],
  Succeed: () => [],
  Fail: () => [],
};

const stateProblems = (state: AslState): string[] => [
  ...(RULES[state.Type]?.(state) ?? [`is of an unknown type, ${state.Type}`]),
  ...exitProblems(state),
];

const pathProblems = (machine: AslMachine): string[] => {
  const names = new Set(Object.keys(machine.States));
  const reached = new Set<string>();
  const ahead = [machine.StartAt];
  // Every state is entered into `reached` once, so this ends.
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const state = machine.States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    ahead.push(...targetsOf(state));
  }
  const targets = Object.entries(machine.States).flatMap(([name, state]) =>
    targetsOf(state)
      .filter((target) => !names.has(target))
      .map((target) => `${name}: goes to ${target}, which does not exist`),
  );
  return [
    ...(names.has(machine.StartAt) ? [] : [`starts at ${machine.StartAt}, which does not exist`]),
    ...targets,
    ...[...names].filter((name) => !reached.has(name)).map((name) => `${name}: is never reached`),
  ];
};

/** Everything in which a machine, or a machine inside it, breaks the rules that keep a page from being lost. */
export const aslProblems = (machine: AslMachine): string[] => [
  ...pathProblems(machine),
  ...Object.entries(machine.States).flatMap(([name, state]) => [
    ...stateProblems(state).map((problem) => `${name}: ${problem}`),
    ...partsOf(state).flatMap((part) => aslProblems(part).map((problem) => `${name} > ${problem}`)),
  ]),
];
