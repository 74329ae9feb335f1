import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import type { Activity } from './activity.ts';
import { recordingCalls } from './calls.ts';
import type { FunctionEntry, Manifest } from './manifest.ts';
import { functionArn, PREFIX } from './names.ts';
import { type Rank, Slots } from './slots.ts';

type Handler = (event: unknown, context: Context) => unknown;

/** What Lambda answers for a handler that did not finish in time: Step Functions matches errors by this name. */
export class FunctionTimedOut extends Error {
  constructor(requestId: string, timeoutSeconds: number) {
    super(`RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
    this.name = 'Sandbox.Timedout';
  }
}

/**
 * A page on its way, what its carrier says of it or who answers it (in a storm a receipt behind a thousand alerts looks
 * like a carrier that is not well), or somebody in Slack who is told of a failure after three seconds.
 */
const rankOf = ({ kind, triggers, access = [] }: FunctionEntry): Rank => {
  if (kind === 'edge' || access.includes('secret:twilio') || triggers.some(({ type }) => type === 'task'))
    return 'first';
  return triggers.some(({ type }) => type === 'event') ? 'later' : 'next';
};

/** Runs the product's Lambda functions in this process. A handler is imported when it is first called. */
export class Functions {
  readonly #directory: string;
  readonly #manifest: Manifest;
  readonly #activity: Activity;
  readonly #region: string;
  readonly #onInvoke: ((name: string, event: unknown) => void) | undefined;
  readonly #handlers = new Map<string, Promise<Handler>>();
  readonly #slots = new Slots();

  constructor(options: {
    directory: string;
    manifest: Manifest;
    activity: Activity;
    region: string;
    onInvoke?: ((name: string, event: unknown) => void) | undefined;
  }) {
    this.#directory = options.directory;
    this.#manifest = options.manifest;
    this.#activity = options.activity;
    this.#region = options.region;
    this.#onInvoke = options.onInvoke;
  }

  /**
   * Calls a function and waits for what it returns, at most its own timeout of the manifest (in real time).
   * @throws what the handler throws; FunctionTimedOut; an Error when the manifest does not name the function.
   */
  async invoke(name: string, event: unknown): Promise<unknown> {
    const entry = this.#manifest.functions[name];
    if (!entry) throw new Error(`functions/manifest.json names no function "${name}"`);
    const done = this.#activity.begin(name);
    this.#onInvoke?.(name, event);
    try {
      const handler = await this.#handler(name);
      const leave = await this.#slots.enter(rankOf(entry));
      try {
        return await this.#run(name, entry, handler, event);
      } finally {
        leave();
      }
    } finally {
      done();
    }
  }

  /** Imports every handler, so that the first page does not wait for it. Failures are left to the first call. */
  async warm(): Promise<void> {
    const done = this.#activity.begin('warm up');
    try {
      for (const name of Object.keys(this.#manifest.functions)) await this.#handler(name).catch(() => undefined);
    } finally {
      done();
    }
  }

  #handler(name: string): Promise<Handler> {
    const known = this.#handlers.get(name);
    if (known) return known;
    const url = pathToFileURL(join(this.#directory, name, 'handler.ts')).href;
    const handler = import(url).then((module: { handler?: Handler }) => {
      if (typeof module.handler !== 'function') throw new Error(`functions/${name}/handler.ts exports no handler`);
      return module.handler;
    });
    this.#handlers.set(name, handler);
    return handler;
  }

  #run(name: string, entry: FunctionEntry, handler: Handler, event: unknown): Promise<unknown> {
    const requestId = randomUUID();
    const timeoutMs = entry.timeoutSeconds * 1000;
    const deadline = performance.now() + timeoutMs;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FunctionTimedOut(requestId, entry.timeoutSeconds)), timeoutMs);
      const context = this.#context(name, entry, requestId, deadline);
      Promise.resolve()
        .then(() => recordingCalls(name, () => handler(event, context)))
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }

  #context(name: string, entry: FunctionEntry, awsRequestId: string, deadline: number): Context {
    const unsupported = () => {
      throw new Error('answer by returning: the callback style is not supported');
    };
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName: `${PREFIX}-${name}`,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn(this.#region, name),
      memoryLimitInMB: String(entry.memoryMb),
      awsRequestId,
      logGroupName: `/aws/lambda/${PREFIX}-${name}`,
      logStreamName: 'laptop',
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
      done: unsupported,
      fail: unsupported,
      succeed: unsupported,
    };
  }
}
