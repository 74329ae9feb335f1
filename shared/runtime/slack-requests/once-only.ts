import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { Context } from 'aws-lambda';
import { once } from '../environment.ts';
import { idempotencyRecords } from '../idempotency-records.ts';

/** Slack repeats an event for an hour at most, and a queue keeps a request for less than a day. */
const REMEMBERED_SECONDS = 24 * 3600;

const store = once(idempotencyRecords);

/**
 * Does something once for a key, in the table of idempotency records. What was done is not done again; what failed may
 * be; while another function is at it, this one throws, and the queue brings the request again.
 */
export const onceOnly =
  (context: Pick<Context, 'getRemainingTimeInMillis'>) =>
  async (key: string, run: () => Promise<void>): Promise<void> => {
    const config = new IdempotencyConfig({
      eventKeyJmesPath: 'key',
      throwOnNoIdempotencyKey: true,
      expiresAfterSeconds: REMEMBERED_SECONDS,
      lambdaContext: context as Context,
    });
    const keyed = makeIdempotent(
      async (_keyed: { readonly key: string }) => {
        await run();
        return { done: true };
      },
      { persistenceStore: store(), config },
    );
    await keyed({ key: `slack ${key}` });
  };
