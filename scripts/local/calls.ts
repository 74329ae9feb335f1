import { AsyncLocalStorage } from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
import { appendFileSync, mkdirSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { onShortcut } from './aws/shortcut.ts';
import { PREFIX } from './names.ts';

/** Names the folder that calls are recorded in; without it nothing is. */
const FOLDER = 'PD_CALLS_FOLDER';
/** Published for every HTTP request of this process, in the context of whoever makes it. */
const CHANNEL = 'http.client.request.created';

const running = new AsyncLocalStorage<string>();
const known = new Set<string>();
let isListening = false;

/**
 * Runs a function of the manifest so that the AWS calls of its code are recorded: one line `function action resource`
 * for each that is new, as its policy in AWS has to allow it. `npm run check:access` holds the policies to these.
 */
export const recordingCalls = <T>(functionName: string, run: () => T): T => {
  if (!process.env[FOLDER]) return run();
  listen();
  return running.run(functionName, run);
};

const listen = (): void => {
  if (isListening) return;
  isListening = true;
  diagnostics.subscribe(CHANNEL, (message) => {
    const name = running.getStore();
    if (name) watch(name, (message as { request: ClientRequest }).request);
  });
  onShortcut(({ headers, body }) => {
    const name = running.getStore();
    if (name) recordSigned(name, (header) => headers[header], body.toString('utf8'));
  });
};

/** Looks at a request when it is complete: at the wire, so that a client of our own making is seen as well as the SDK's. */
const watch = (name: string, request: ClientRequest): void => {
  const { write, end } = request;
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
  };
  request.write = function (this: ClientRequest, ...args: unknown[]) {
    keep(args[0]);
    return write.apply(this, args as never);
  } as never;
  request.end = function (this: ClientRequest, ...args: unknown[]) {
    keep(args[0]);
    recordSigned(name, (header) => String(request.getHeader(header) ?? ''), Buffer.concat(chunks).toString('utf8'));
    return end.apply(this, args as never);
  } as never;
};

type HeaderOf = (name: string) => string | undefined;

/** Only what is signed is a call of AWS. */
const recordSigned = (name: string, headerOf: HeaderOf, body: string): void => {
  const service = /Credential=[^/]+\/\d+\/[\w-]+\/(\w+)\//.exec(headerOf('authorization') ?? '')?.[1];
  if (service) record(name, callOf(service, headerOf, body));
};

/** What a request asks for: an action of IAM's, and what it is asked of, without region and account. */
const callOf = (service: string, headerOf: HeaderOf, body: string): string => {
  if (service === 'sns') return `sns:${new URLSearchParams(body).get('Action')} phone`;
  const input = JSON.parse(body) as Record<string, unknown>;
  if (service === 'ses') return `ses:SendEmail identity/${domainOf(String(input['FromEmailAddress']))}`;
  // A batch needs what its parts need: IAM knows no action of its own for it.
  const action = (headerOf('x-amz-target') ?? '').split('.')[1];
  return `${service}:${service === 'sqs' ? action?.replace(/Batch$/, '') : action} ${resourceOf(service, input)}`;
};

const domainOf = (from: string): string => /@([^@>]+)>?$/.exec(from)?.[1] ?? '?';

const resourceOf = (service: string, input: Readonly<Record<string, unknown>>): string => {
  switch (service) {
    case 'dynamodb':
      return tableOf(input);
    case 'states':
      return `stateMachine:${String(input['stateMachineArn']).split(':').at(-1)}`;
    case 'events':
      return `event-bus/${(input['Entries'] as { EventBusName: string }[])[0]?.EventBusName}`;
    case 'sqs':
      return `${PREFIX}-${queueOf(String(input['QueueUrl']))}`;
    default:
      return '?';
  }
};

/** By the variable that names it: a test may have it name a queue that is not there. */
const queueOf = (url: string): string => {
  const [variable = ''] = Object.entries(process.env).find(([, value]) => value === url) ?? [];
  const name = /^PD_(\w+)_QUEUE_URL$/.exec(variable)?.[1] ?? url.split('/').at(-1) ?? '?';
  return name === 'INGEST' ? 'ingest-spill' : name.toLowerCase().replaceAll('_', '-');
};

/** Tables are called otherwise in every test: what matters is which of the two it is. */
const tableOf = (input: Readonly<Record<string, unknown>>): string => {
  const name = input['TableName'] ?? Object.keys((input['RequestItems'] ?? {}) as object)[0];
  const table = name === process.env['PD_IDEMPOTENCY_TABLE'] ? 'idempotency' : 'state';
  const index = input['IndexName'] ? `/index/${String(input['IndexName'])}` : '';
  return `table/${PREFIX}-${table}${index}`;
};

/** Written at once, since tests kill processes; every line once. */
const record = (name: string, call: string): void => {
  const folder = process.env[FOLDER];
  const line = `${name} ${call}\n`;
  if (!folder || known.has(line)) return;
  known.add(line);
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.txt`), line);
};
