import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidArn,
  InvalidExecutionInput,
  InvalidName,
  ListExecutionsCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRegion, type TestProduct, type TestRegion } from '../test-region.ts';

const task = { triggers: [{ type: 'task', stateMachine: 'any' }] };
const work = (name: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: `\${${name}}`,
  End: true,
  ...more,
});

const PRODUCT: TestProduct = {
  functions: {
    note: {
      ...task,
      source:
        'export const handler = async (event: any) => { (globalThis as any).seen.push(event); return { noted: event }; };',
    },
    fail: {
      ...task,
      source: `export const handler = async (event: any) => {
        (globalThis as any).seen.push('failed');
        const error = new Error('no carrier'); error.name = event.error ?? 'ProviderFailed'; throw error; };`,
    },
    flaky: {
      ...task,
      source: `let tries = 0; export const handler = async () => {
        (globalThis as any).seen.push(++tries);
        if (tries % 3 !== 0) { const error = new Error('busy'); error.name = 'Busy'; throw error; }
        return tries; };`,
    },
    hang: { ...task, timeoutSeconds: 0.05, source: 'export const handler = () => new Promise(() => {});' },
    stuck: { ...task, timeoutSeconds: 2, source: 'export const handler = () => new Promise(() => {});' },
    large: { ...task, source: 'export const handler = async () => "x".repeat(300_000);' },
  },
  stateMachines: {
    waits: {
      StartAt: 'Sleep',
      States: {
        Sleep: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Until' },
        Until: { Type: 'Wait', TimestampPath: '$.until', Next: 'Fixed' },
        Fixed: { Type: 'Wait', Seconds: 10, Next: 'Past' },
        Past: { Type: 'Wait', Timestamp: '2001-01-01T00:00:00Z', Next: 'Note' },
        Note: work('note'),
      },
    },
    catches: {
      StartAt: 'Try',
      States: {
        Try: work('fail', {
          Catch: [{ ErrorEquals: ['ProviderFailed'], ResultPath: '$.failure', Next: 'Note' }],
        }),
        Note: work('note'),
      },
    },
    retries: {
      StartAt: 'Try',
      States: {
        Try: work('flaky', { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 }] }),
      },
    },
    hangs: {
      StartAt: 'Try',
      States: {
        Try: work('hang', { Catch: [{ ErrorEquals: ['Sandbox.Timedout'], ResultPath: '$.failure', Next: 'Note' }] }),
        Note: work('note'),
      },
    },
    timeouts: {
      StartAt: 'Try',
      States: {
        Try: work('stuck', {
          TimeoutSeconds: 1,
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
            { ErrorEquals: ['States.Timeout'], ResultPath: '$.failure', Next: 'Note' },
          ],
        }),
        Wrong: { Type: 'Fail', Error: 'TakenForAnotherFailure' },
        Note: work('note'),
      },
    },
    limited: { StartAt: 'Sleep', TimeoutSeconds: 60, States: { Sleep: { Type: 'Wait', Seconds: 3600, End: true } } },
    fails: { StartAt: 'Fail', States: { Fail: { Type: 'Fail', Error: 'Exhausted', Cause: 'nobody answered' } } },
    large: { StartAt: 'Large', States: { Large: work('large') } },
    context: {
      StartAt: 'Sleep',
      States: {
        Sleep: { Type: 'Wait', Seconds: 60, Next: 'Note me' },
        'Note me': work('note', {
          Parameters: {
            'id.$': '$$.Execution.Id',
            'name.$': '$$.Execution.Name',
            'started.$': '$$.Execution.StartTime',
            'input.$': '$$.Execution.Input.a',
            'state.$': '$$.State.Name',
            'entered.$': '$$.State.EnteredTime',
            'machine.$': '$$.StateMachine.Id',
          },
        }),
      },
    },
    parallel: {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          End: true,
          Branches: [
            { StartAt: 'Nap', States: { Nap: { Type: 'Wait', Seconds: 30, Next: 'NoteNap' }, NoteNap: work('note') } },
            {
              StartAt: 'Each',
              States: {
                Each: {
                  Type: 'Map',
                  ItemsPath: '$.items',
                  End: true,
                  ItemProcessor: { StartAt: 'NoteItem', States: { NoteItem: work('note') } },
                },
              },
            },
          ],
        },
      },
    },
  },
};

let region: TestRegion;
let client: SFNClient;
const machine = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:pd-lite-${name}`;
let count = 0;

const start = async (name: string, input: unknown = {}, executionName = `run-${++count}`) => {
  const command = { stateMachineArn: machine(name), name: executionName, input: JSON.stringify(input) };
  return (await client.send(new StartExecutionCommand(command))).executionArn as string;
};
const describeRun = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
const outcomeOf = async (executionArn: string) => {
  const { status, output, error, cause } = await describeRun(executionArn);
  return { status, output: output === undefined ? undefined : JSON.parse(output), error, cause };
};
const historyOf = async (executionArn: string) =>
  (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

beforeAll(async () => {
  region = await startTestRegion(PRODUCT);
  client = new SFNClient({ endpoint: `${region.url}/_aws/sfn`, region: 'us-east-1', maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await region.stop();
});

describe('an execution', () => {
  it('sleeps through its Wait states on the clock of the region', async () => {
    const startMs = region.clock.nowMs();
    const until = new Date(startMs + 100_000).toISOString();
    const arn = await start('waits', { seconds: 40, until });
    await region.settle();
    expect((await outcomeOf(arn)).status).toBe('RUNNING');
    await region.advance(109);
    expect((await outcomeOf(arn)).status).toBe('RUNNING');
    await region.advance(1);
    expect(await outcomeOf(arn)).toMatchObject({ status: 'SUCCEEDED', output: { noted: { seconds: 40, until } } });
    const { startDate, stopDate } = await describeRun(arn);
    expect((stopDate as Date).getTime() - (startDate as Date).getTime()).toBe(110_000);
  });

  it('catches an error by the name that the function gave it', async () => {
    const arn = await start('catches', { a: 1 });
    await region.settle();
    const { status, output } = await outcomeOf(arn);
    expect(status).toBe('SUCCEEDED');
    expect(output.noted).toMatchObject({ a: 1, failure: { Error: 'ProviderFailed' } });
    expect(JSON.parse(output.noted.failure.Cause)).toMatchObject({
      errorType: 'ProviderFailed',
      errorMessage: 'no carrier',
    });
  });

  it('fails with an error that nothing catches', async () => {
    const arn = await start('catches', { error: 'SomethingElse' });
    await region.settle();
    const { status, error, cause } = await outcomeOf(arn);
    expect([status, error]).toEqual(['FAILED', 'SomethingElse']);
    expect(JSON.parse(cause as string)).toMatchObject({ errorType: 'SomethingElse' });
  });

  it('fails in a Fail state with its error and cause', async () => {
    const arn = await start('fails');
    await region.settle();
    expect(await outcomeOf(arn)).toMatchObject({ status: 'FAILED', error: 'Exhausted', cause: 'nobody answered' });
  });

  it('retries on the clock of the region, each time after a longer wait', async () => {
    const before = region.seen().length;
    const tries = () => region.seen().length - before;
    const arn = await start('retries');
    await region.settle();
    expect(tries()).toBe(1);
    await region.advance(2);
    expect(tries()).toBe(2);
    await region.advance(5);
    expect(tries()).toBe(2);
    await region.advance(1);
    expect(tries()).toBe(3);
    expect((await outcomeOf(arn)).status).toBe('SUCCEEDED');
  });

  it('knows a function that runs out of its own time by the name that Lambda gives it', async () => {
    const arn = await start('hangs');
    await region.settle();
    expect((await outcomeOf(arn)).output.noted.failure.Error).toBe('Sandbox.Timedout');
  });

  it('knows a state that runs out of time as States.Timeout, which States.TaskFailed does not stand for', async () => {
    const arn = await start('timeouts');
    await expect.poll(async () => (await outcomeOf(arn)).status, { timeout: 30_000 }).toBe('SUCCEEDED');
    expect((await outcomeOf(arn)).output.noted.failure.Error).toBe('States.Timeout');
  });

  it('is timed out by the limit of its state machine, on the clock of the region', async () => {
    const arn = await start('limited');
    await region.advance(59);
    expect((await outcomeOf(arn)).status).toBe('RUNNING');
    await region.advance(1);
    expect((await outcomeOf(arn)).status).toBe('TIMED_OUT');
  });

  it('fails when a result is larger than Step Functions carries', async () => {
    const arn = await start('large');
    await region.settle();
    expect(await outcomeOf(arn)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('reads its context object, in the time of the region', async () => {
    const startedAt = region.clock.now();
    const arn = await start('context', { a: 5 }, 'with-context');
    await region.advance(60);
    expect((await outcomeOf(arn)).output.noted).toEqual({
      id: arn,
      name: 'with-context',
      started: startedAt,
      input: 5,
      state: 'Note me',
      entered: region.clock.now(),
      machine: machine('context'),
    });
  });

  it('goes through Parallel and Map, with a Wait in a branch', async () => {
    const arn = await start('parallel', { items: [1, 2] });
    await region.settle();
    expect((await outcomeOf(arn)).status).toBe('RUNNING');
    await region.advance(30);
    const { status, output } = await outcomeOf(arn);
    expect(status).toBe('SUCCEEDED');
    expect(output).toEqual([{ noted: { items: [1, 2] } }, [{ noted: 1 }, { noted: 2 }]]);
  });
});

describe('StartExecution', () => {
  it('is idempotent for the same name and input while the execution runs', async () => {
    const first = await start('limited', { a: 1 }, 'same');
    await region.advance(1);
    expect(await start('limited', { a: 1 }, 'same')).toBe(first);
    await expect(start('limited', { a: 2 }, 'same')).rejects.toThrow(ExecutionAlreadyExists);
  });

  it('refuses a name that has been used, when the execution has ended', async () => {
    await start('fails', {}, 'ended');
    await region.settle();
    await expect(start('fails', {}, 'ended')).rejects.toThrow(ExecutionAlreadyExists);
  });

  it('lets two state machines use one name', async () => {
    await start('fails', {}, 'shared');
    await start('limited', {}, 'shared');
  });

  it('refuses what it does not know, in the exceptions of the SDK', async () => {
    await expect(start('unknown')).rejects.toThrow(StateMachineDoesNotExist);
    await expect(client.send(new StartExecutionCommand({ stateMachineArn: 'fails' }))).rejects.toThrow(InvalidArn);
    await expect(describeRun(machine('none'))).rejects.toThrow(ExecutionDoesNotExist);
  });

  it.each(['has space', 'a/b', 'x'.repeat(81), 'a:b', ''])('refuses the name "%s"', async (name) => {
    await expect(start('fails', {}, name)).rejects.toThrow(InvalidName);
  });

  it('takes a name of 80 characters', async () => {
    await start('fails', {}, 'x'.repeat(80));
  });

  it('refuses an input that is not JSON', async () => {
    const command = new StartExecutionCommand({ stateMachineArn: machine('fails'), input: '{' });
    await expect(client.send(command)).rejects.toThrow(InvalidExecutionInput);
  });
});

describe('StopExecution', () => {
  it('ends a sleeping execution for good', async () => {
    const before = region.seen().length;
    const arn = await start('waits', { seconds: 10, until: region.clock.now() });
    await region.settle();
    await client.send(new StopExecutionCommand({ executionArn: arn, error: 'Answered', cause: 'by a person' }));
    expect(await outcomeOf(arn)).toMatchObject({ status: 'ABORTED', error: 'Answered', cause: 'by a person' });
    await region.advance(3600);
    expect((await outcomeOf(arn)).status).toBe('ABORTED');
    expect(region.seen().length).toBe(before);
    expect((await historyOf(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Answered' },
    });
  });

  it('leaves an execution that has ended as it is', async () => {
    const arn = await start('fails');
    await region.settle();
    await client.send(new StopExecutionCommand({ executionArn: arn }));
    expect((await outcomeOf(arn)).status).toBe('FAILED');
  });
});

describe('ListExecutions', () => {
  it('gives pages, the latest first, by status', async () => {
    const names = async (nextToken?: string, statusFilter?: 'RUNNING' | 'SUCCEEDED') => {
      const stateMachineArn = machine('context');
      const page = await client.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken, statusFilter }),
      );
      return { names: page.executions?.map((one) => one.name), nextToken: page.nextToken };
    };
    await region.advance(60);
    for (const name of ['one', 'two', 'three']) await start('context', { a: 1 }, name);
    await region.settle();
    const first = await names(undefined, 'RUNNING');
    expect(first.names).toEqual(['three', 'two']);
    expect(await names(first.nextToken, 'RUNNING')).toEqual({ names: ['one'], nextToken: undefined });
    expect((await names(undefined, 'SUCCEEDED')).names).not.toContain('one');
  });
});

describe('GetExecutionHistory', () => {
  it('tells the way of an execution in the events of AWS', async () => {
    const arn = await start('waits', { seconds: 5, until: region.clock.now() });
    await region.advance(20);
    const events = await historyOf(arn);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      ...['Sleep', 'Until', 'Fixed', 'Past'].flatMap(() => ['WaitStateEntered', 'WaitStateExited']),
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    const [entered, exited] = events.slice(1, 3);
    expect(Number(exited?.timestamp) - Number(entered?.timestamp)).toBe(5000);
    expect(entered?.stateEnteredEventDetails?.name).toBe('Sleep');
  });

  it('shows the failures and the retries of a task', async () => {
    const arn = await start('catches', { a: 1 });
    await region.settle();
    const events = await historyOf(arn);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
      'TaskStateExited',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[4]?.lambdaFunctionFailedEventDetails?.error).toBe('ProviderFailed');
  });

  it('ends with the error of a failed execution', async () => {
    const arn = await start('fails');
    await region.settle();
    const events = await historyOf(arn);
    expect(events.map(({ type }) => type)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
    expect(events.at(-1)?.executionFailedEventDetails).toMatchObject({ error: 'Exhausted', cause: 'nobody answered' });
  });
});

describe('an outage of Step Functions', () => {
  it('answers 500', async () => {
    region.outages.set('stepfunctions', 'error');
    const error: SFNServiceException = await start('fails').catch((thrown) => thrown);
    region.outages.set('stepfunctions', 'ok');
    expect(error).toBeInstanceOf(SFNServiceException);
    expect(error.$metadata.httpStatusCode).toBe(500);
  });

  it('that loses an answer has started the execution all the same', async () => {
    region.outages.set('stepfunctions', 'answer-lost');
    await expect(start('limited', {}, 'lost')).rejects.toThrow();
    region.outages.set('stepfunctions', 'ok');
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: machine('limited') }));
    expect(executions?.map(({ name }) => name)).toContain('lost');
  });
});

describe('a thousand executions at once', () => {
  it('all sleep, wake and end', async () => {
    const until = new Date(region.clock.nowMs() + 20_000).toISOString();
    const input = { seconds: 10, until, many: true };
    const arns = await Promise.all(Array.from({ length: 1000 }, (_, index) => start('waits', input, `many-${index}`)));
    await region.settle();
    await region.advance(60);
    expect(region.seen().filter((event) => (event as { many?: boolean }).many)).toHaveLength(1000);
    expect((await outcomeOf(arns[999] as string)).status).toBe('SUCCEEDED');
  });
});
