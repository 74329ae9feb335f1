import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Instant } from '../lib/instant.ts';
import { endInvocation } from './after-invocation.ts';
import { clock } from './clock.ts';
import { errorFacts, log } from './log.ts';

/** What a handler knows of the invocation it runs in. */
export interface Invocation {
  readonly at: Instant;
  /** Milliseconds until the function is stopped: every wait for a provider is cut to fit in. */
  readonly remainingMs: () => number;
}

export type TaskHandler<Deps, Input, Output> = (deps: Deps, input: Input, invocation: Invocation) => Promise<Output>;

/**
 * The stack of functions that a state machine, a schedule or the bus calls. An error is logged and thrown again: the
 * caller's Retry and Catch decide, by its name.
 */
export const task = <Deps, Input, Output>(
  handler: TaskHandler<Deps, Input, Output>,
  options: { readonly deps: () => Deps },
) =>
  middy<Input, Output>()
    .use({
      after: () => endInvocation(),
      onError: (failed) => {
        log.error('task.failed', { function: failed.context.functionName, ...errorFacts(failed.error) });
        endInvocation();
      },
    })
    .handler(async (input: Input, context: Context) =>
      handler(options.deps(), input, {
        at: clock().now(),
        remainingMs: () => context.getRemainingTimeInMillis(),
      }),
    );
