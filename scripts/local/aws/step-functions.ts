import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executionArn, functionArn, stateMachineArnPrefix } from '../names.ts';
import type { Outages } from '../outages.ts';
import type { Route } from '../router.ts';
import type { Execution, Executions } from './executions.ts';
import { AwsError, jsonService } from './json-protocol.ts';
import { PAYLOAD_BYTES_MAX } from './payload.ts';
import type { LoadedMachine } from './state-machine.ts';

export interface StepFunctionsOptions {
  readonly region: string;
  /** Where `<name>.asl.json` are. */
  readonly directory: string;
  readonly stateMachines: readonly string[];
  readonly executions: Executions;
  readonly outages: Outages;
}

type Input = Record<string, unknown>;

const PAGE_DEFAULT = 100;
const PAGE_MAX = 1000;

/** The Step Functions API (JSON 1.0) over the executions of this process. */
export class StepFunctions {
  readonly #options: StepFunctionsOptions;
  readonly #machines = new Map<string, Promise<LoadedMachine>>();

  constructor(options: StepFunctionsOptions) {
    this.#options = options;
  }

  get route(): Route {
    return jsonService({
      path: '/_aws/sfn',
      targetPrefix: 'AWSStepFunctions',
      outage: { provider: 'stepfunctions', outages: this.#options.outages },
      operations: {
        StartExecution: (input) => this.#start(input),
        StopExecution: (input) => this.#stop(input),
        DescribeExecution: (input) => describe(this.#execution(input)),
        ListExecutions: (input) => this.#list(input),
        GetExecutionHistory: (input) => this.#history(input),
      },
    });
  }

  /** Loads every definition now rather than when it is first started. @throws Error when one is not valid ASL. */
  async loadAll(): Promise<void> {
    for (const name of this.#options.stateMachines) await this.#machine(name);
  }

  #machine(name: string): Promise<LoadedMachine> {
    const known = this.#machines.get(name);
    if (known) return known;
    const machine = this.#load(name);
    this.#machines.set(name, machine);
    return machine;
  }

  async #load(name: string): Promise<LoadedMachine> {
    const { directory, region } = this.#options;
    // The library takes half a second to load: the region does not wait for it to be ready.
    const { loadStateMachine } = await import('./state-machine.ts');
    const definition = readFileSync(join(directory, `${name}.asl.json`), 'utf8');
    return loadStateMachine(name, definition, (functionName) => functionArn(region, functionName));
  }

  async #start(input: Input): Promise<unknown> {
    const { executions, region } = this.#options;
    const stateMachineArn = arnIn(input, 'stateMachineArn');
    const machineName = this.#nameOf(stateMachineArn);
    const name = executionName(input.name);
    const text = executionInput(input.input);
    const arn = executionArn(region, machineName, name);
    const machine = await this.#machine(machineName);
    const known = executions.get(arn);
    if (known) {
      if (known.status === 'RUNNING' && known.input === text) return started(known);
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    return started(executions.start(machine, { arn, stateMachineArn, name, input: text }));
  }

  #stop(input: Input): unknown {
    const { arn } = this.#execution(input);
    this.#options.executions.stop(arn, 'ABORTED', text(input.error), text(input.cause));
    return { stopDate: seconds(this.#execution(input).stopMs) };
  }

  #list(input: Input): unknown {
    const arn = arnIn(input, 'stateMachineArn');
    this.#nameOf(arn);
    const wanted = this.#options.executions
      .of(arn)
      .filter((execution) => input.statusFilter === undefined || execution.status === input.statusFilter);
    const page = pageOf(wanted, input);
    return { executions: page.items.map(summary), nextToken: page.nextToken };
  }

  #history(input: Input): unknown {
    const events = this.#execution(input).history?.events() ?? [];
    if (input.reverseOrder === true) events.reverse();
    const page = pageOf(events, input);
    return { events: page.items, nextToken: page.nextToken };
  }

  #execution(input: Input): Execution {
    const arn = arnIn(input, 'executionArn');
    const execution = this.#options.executions.get(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  #nameOf(stateMachineArn: string): string {
    const prefix = stateMachineArnPrefix(this.#options.region);
    const name = stateMachineArn.startsWith(prefix) ? stateMachineArn.slice(prefix.length) : '';
    if (this.#options.stateMachines.includes(name)) return name;
    throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  }
}

const arnIn = (input: Input, field: string): string => {
  const arn = input[field];
  if (typeof arn === 'string' && arn.startsWith('arn:')) return arn;
  throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${String(arn)}'`);
};

/** 1 to 80 characters, without white space, brackets, wildcards, other special characters and control codes. */
const executionName = (name: unknown): string => {
  if (name === undefined) return randomUUID();
  const refused = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;
  if (typeof name === 'string' && name.length >= 1 && name.length <= 80 && !refused.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${String(name)}'`);
};

const executionInput = (input: unknown): string => {
  const given = input === undefined ? '{}' : String(input);
  if (Buffer.byteLength(given) > PAYLOAD_BYTES_MAX) {
    throw new AwsError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: it is larger than 262144 bytes',
    );
  }
  try {
    JSON.parse(given);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: it is not valid JSON');
  }
  return given;
};

/** Cuts a page out of a list; the token is the place at which the next one begins. */
const pageOf = <T>(all: T[], input: Input): { items: T[]; nextToken?: string } => {
  const from = input.nextToken === undefined ? 0 : Number(Buffer.from(String(input.nextToken), 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidToken', 'Invalid Token');
  const size = Math.min(Number(input.maxResults) || PAGE_DEFAULT, PAGE_MAX);
  const next = from + size;
  const items = all.slice(from, next);
  return next < all.length ? { items, nextToken: Buffer.from(String(next)).toString('base64url') } : { items };
};

const started = (execution: Execution) => ({
  executionArn: execution.arn,
  startDate: seconds(execution.startMs),
});

const summary = (execution: Execution) => ({
  ...started(execution),
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  status: execution.status,
  stopDate: seconds(execution.stopMs),
});

const describe = (execution: Execution) => ({
  ...summary(execution),
  input: execution.input,
  inputDetails: { included: true },
  ...(execution.output === undefined ? {} : { output: execution.output, outputDetails: { included: true } }),
  error: execution.error,
  cause: execution.cause,
  redriveCount: 0,
});

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
