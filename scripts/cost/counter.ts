import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Call, CallCounter } from '../bench/call-counter.ts';
import { onShortcut } from '../local/aws/shortcut.ts';
import { stateMachineArnPrefix } from '../local/names.ts';
import type { Manifest } from '../manifest.ts';
import { NOTHING, type Usage } from './usage.ts';

const REQUESTS = 'http.server.request.start';
const WRITE_UNIT_BYTES = 1024;
/** A queue's function is handed a batch that Lambda has received, and Lambda deletes it afterwards. */
const REQUESTS_OF_A_BATCH = 2;
/** What the region serves for itself and for people who play: nobody is billed for it. */
const OWN_PATH = /^\/(_|sandbox|config\.json)/;

export interface Counted {
  readonly manifest: Manifest;
  readonly calls: CallCounter;
  readonly region: string;
  readonly databaseUrl: string;
  readonly idempotencyTable: string;
}

/** Counts all that a region of this process uses, from one `take` to the next. */
export class UsageCounter {
  readonly #counted: Counted;
  readonly #machines = new SFNClient({});
  readonly #documents: DynamoDBDocumentClient;
  readonly #endShortcuts: () => void;
  readonly #seen = new Map<string, number>();
  #requests: string[] = [];
  #invoked: (readonly [name: string, event: unknown])[] = [];

  constructor(counted: Counted) {
    this.#counted = counted;
    this.#documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: counted.databaseUrl }));
    subscribe(REQUESTS, this.#onRequest);
    this.#endShortcuts = onShortcut(({ path }) => void (path !== '/' && this.#requests.push(`POST ${path}`)));
  }

  readonly invoked = (name: string, event: unknown): void => void this.#invoked.push([name, event]);

  /** What was used since the last time. Nothing may be in flight. */
  async take(): Promise<Usage> {
    const [requests, invoked] = [this.#requests, this.#invoked];
    [this.#requests, this.#invoked] = [[], []];
    const calls = this.#counted.calls.take();
    const asked = (pattern: RegExp): number => requests.filter((request) => pattern.test(request)).length;
    return {
      ...NOTHING,
      ...this.#lambda(invoked),
      ...table(calls),
      apiRequests: requests.filter((request) => !OWN_PATH.test(request.split(' ')[1] ?? '')).length,
      transitions: await this.#newTransitions(),
      idempotencyUnits: await this.#newIdempotencyUnits(),
      queueRequests:
        asked(/^POST \/_aws\/sqs/) + REQUESTS_OF_A_BATCH * invoked.filter(([, event]) => isBatch(event)).length,
      events: asked(/^POST \/_aws\/events/),
      textsOut: asked(/^POST \/_twilio\/.*\/Messages\.json/) + asked(/^POST \/v1\/twilio\/sms/),
      textsIn: asked(/^POST \/v1\/twilio\/sms/),
      calls: asked(/^POST \/_twilio\/.*\/Calls\.json/),
      slackCalls: asked(/^POST \/_slack\/api\//),
    };
  }

  /** About as much as a table is billed for: its items as JSON. */
  async storedBytes(table: string): Promise<number> {
    return JSON.stringify(await this.#scan(table)).length;
  }

  close(): void {
    unsubscribe(REQUESTS, this.#onRequest);
    this.#endShortcuts();
    this.#machines.destroy();
    this.#documents.destroy();
  }

  readonly #onRequest = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    this.#requests.push(`${request.method} ${request.url}`);
  };

  #lambda(invoked: readonly (readonly [string, unknown])[]): Pick<Usage, 'invocations' | 'memoryGb'> {
    const { functions } = this.#counted.manifest;
    const memoryGb = invoked.reduce((sum, [name]) => sum + (functions[name]?.memoryMb ?? 0) / 1024, 0);
    return { invocations: invoked.length, memoryGb };
  }

  /** Step Functions bills each state that is entered, and each retry of one. */
  async #newTransitions(): Promise<number> {
    let added = 0;
    for (const machine of this.#counted.manifest.stateMachines) {
      const stateMachineArn = `${stateMachineArnPrefix(this.#counted.region)}${machine}`;
      const listed = new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 });
      const { executions = [] } = await this.#machines.send(listed);
      for (const { executionArn = '' } of executions)
        added += this.#grown(executionArn, await this.#entered(executionArn));
    }
    return added;
  }

  async #entered(executionArn: string): Promise<number> {
    const { events = [] } = await this.#machines.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    const entered = events.filter(({ type = '' }) => type.endsWith('StateEntered')).length;
    const attempts = events.filter(({ type }) => type === 'LambdaFunctionScheduled').length;
    const tasks = events.filter(({ type }) => type === 'TaskStateEntered').length;
    return entered + Math.max(0, attempts - tasks);
  }

  /** Powertools puts a record when it begins, and writes the answer into it when it is done. */
  async #newIdempotencyUnits(): Promise<number> {
    const records = await this.#scan(this.#counted.idempotencyTable);
    const units = (record: unknown): number => 1 + Math.ceil(JSON.stringify(record).length / WRITE_UNIT_BYTES);
    return records
      .filter(({ id }) => this.#grown(`idempotency ${id}`, 1) > 0)
      .reduce((sum, record) => sum + units(record), 0);
  }

  /** All of a table that fits one answer (1 MB): a few incidents do. */
  async #scan(TableName: string): Promise<Record<string, unknown>[]> {
    return (await this.#documents.send(new ScanCommand({ TableName }))).Items ?? [];
  }

  /** By how much a figure that only grows is more than the last time. */
  #grown(name: string, now: number): number {
    const before = this.#seen.get(name) ?? 0;
    this.#seen.set(name, now);
    return now - before;
  }
}

const isBatch = (event: unknown): boolean => typeof event === 'object' && event !== null && 'Records' in event;

const table = (calls: readonly Call[]): Pick<Usage, 'readUnits' | 'writeUnits' | 'indexUnits'> => {
  const sum = (units: (call: Call) => number): number => calls.reduce((total, call) => total + units(call), 0);
  return {
    readUnits: sum(({ isWrite, tableUnits }) => (isWrite ? 0 : tableUnits)),
    writeUnits: sum(({ isWrite, tableUnits }) => (isWrite ? tableUnits : 0)),
    indexUnits: sum(({ indexUnits }) => indexUnits),
  };
};
