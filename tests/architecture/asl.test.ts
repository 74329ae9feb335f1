import { expect, it } from 'vitest';
import { type AslMachine, type AslState, aslProblems, tasksOf } from './asl.ts';
import { readMachines } from './repository.ts';

const machines = await readMachines();

it('keeps every state machine to the rules', () => {
  const problems = [...machines].flatMap(([name, machine]) => aslProblems(machine).map((one) => `${name}: ${one}`));
  expect(problems).toEqual([]);
});

const TRANSIENT = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const task: AslState = {
  Type: 'Task',
  Resource: '${plan-page}',
  TimeoutSeconds: 10,
  Retry: [{ ErrorEquals: TRANSIENT, MaxAttempts: 3 }],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
  Next: 'What now',
};

const machine: AslMachine = {
  StartAt: 'Plan',
  States: {
    Plan: task,
    'What now': { Type: 'Choice', Choices: [{ Next: 'Until due' }], Default: 'Done' },
    'Until due': { Type: 'Wait', TimestampPath: '$.dueAt', Next: 'Plan' },
    Done: { Type: 'Succeed' },
    Failed: { Type: 'Fail' },
  },
};

/** The good machine with one state replaced, or taken away. */
const withState = (name: string, state: AslState | undefined): AslMachine => {
  const states = Object.entries({ ...machine.States, [name]: state });
  return {
    ...machine,
    States: Object.fromEntries(states.filter(([, value]) => value !== undefined)) as AslMachine['States'],
  };
};
const without = (state: AslState, key: keyof AslState): AslState =>
  Object.fromEntries(Object.entries(state).filter(([name]) => name !== key)) as unknown as AslState;

it('finds nothing wrong with a good machine', () => {
  expect(aslProblems(machine)).toEqual([]);
});

it.each<[string, AslMachine, string]>([
  ['a task without a timeout', withState('Plan', without(task, 'TimeoutSeconds')), 'Plan: has no TimeoutSeconds'],
  ['a task without a retry', withState('Plan', without(task, 'Retry')), 'Plan: does not retry Lambda.ServiceException'],
  [
    'a retry that leaves out throttling',
    withState('Plan', { ...task, Retry: [{ ErrorEquals: TRANSIENT.slice(0, 3) }] }),
    'Plan: does not retry Lambda.TooManyRequestsException',
  ],
  [
    'a retry almost without end',
    withState('Plan', { ...task, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99 }] }),
    'Plan: retries more than 10 times',
  ],
  ['a task without a catch', withState('Plan', without(task, 'Catch')), 'Plan: has no Catch for States.ALL'],
  [
    'a catch of one error alone',
    withState('Plan', { ...task, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Failed' }] }),
    'Plan: has no Catch for States.ALL',
  ],
  [
    'a task token',
    withState('Plan', { ...task, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
    'Plan: waits for a token, which dies with its region (D3)',
  ],
  [
    'a child execution without a name',
    withState('Plan', { ...task, Resource: 'arn:aws:states:::states:startExecution', Parameters: { Input: {} } }),
    'Plan: starts an execution without a name: a retry would start another',
  ],
  [
    'a choice without a default',
    withState('What now', { Type: 'Choice', Choices: [{ Next: 'Until due' }, { Next: 'Done' }] }),
    'What now: has no Default',
  ],
  [
    'a wait without a bound',
    withState('Until due', { Type: 'Wait', Next: 'Plan' }),
    'Until due: does not say until when it waits',
  ],
  ['a target that does not exist', withState('Done', undefined), 'What now: goes to Done, which does not exist'],
  ['a state that nothing leads to', withState('Orphan', { Type: 'Succeed' }), 'Orphan: is never reached'],
  ['a start that does not exist', { ...machine, StartAt: 'Nowhere' }, 'starts at Nowhere, which does not exist'],
  [
    'a state that leads nowhere',
    withState('Until due', { Type: 'Wait', Seconds: 5 }),
    'Until due: neither goes on nor ends',
  ],
  ['an unknown type', withState('Done', { Type: 'Sucess', End: true }), 'Done: is of an unknown type, Sucess'],
  [
    'a fault inside a map',
    withState('Done', {
      Type: 'Map',
      End: true,
      MaxConcurrency: 10,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Wait', End: true } } },
    }),
    'Done > Each: does not say until when it waits',
  ],
])('finds %s', (_, faulty, problem) => {
  expect(aslProblems(faulty)).toContain(problem);
});

it('knows the functions that a machine runs, in its parts too', () => {
  const nested = withState('Done', {
    Type: 'Parallel',
    Branches: [{ StartAt: 'Send', States: { Send: { ...task, Resource: '${send-page-sns}', End: true } } }],
  });
  expect([...tasksOf(nested)].sort()).toEqual(['plan-page', 'send-page-sns']);
});
