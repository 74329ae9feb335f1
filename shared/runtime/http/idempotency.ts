import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { Context } from 'aws-lambda';
import { once } from '../environment.ts';
import { idempotencyRecords } from '../idempotency-records.ts';
import { badRequest } from './problems.ts';
import type { Request } from './request.ts';
import { problem, type Response } from './response.ts';

/** How long an Idempotency-Key is remembered. */
const REMEMBERED_SECONDS = 24 * 3600;
const KEY = /^[\x21-\x7e]{1,200}$/;

const store = once(idempotencyRecords);

interface Keyed {
  readonly key: string;
  readonly body: string;
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/**
 * Answers a POST that carries an `Idempotency-Key` once: the same key again gets the first answer again. The key
 * belongs to the caller and the route; with another body it is refused. Errors of ours are not remembered.
 */
export const idempotent = async (
  request: Request,
  context: Context,
  handle: () => Promise<Response>,
): Promise<Response> => {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return handle();
  if (!KEY.test(key)) {
    return badRequest([{ field: 'Idempotency-Key', message: 'must be 1 to 200 printable characters without spaces' }]);
  }
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'body',
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds: REMEMBERED_SECONDS,
    lambdaContext: context,
  });
  const keyed: Keyed = {
    key: `${request.caller?.actor.id ?? ''} ${request.method} ${request.path} ${key}`,
    body: request.body,
  };
  // The record holds the answer as plain JSON.
  const run = makeIdempotent(async (_keyed: Keyed) => ({ ...(await handle()) }), { persistenceStore: store(), config });
  try {
    return (await run(keyed)) as unknown as Response;
  } catch (error) {
    if (errorName(error) === 'IdempotencyValidationError') {
      return problem(
        422,
        'The key was used for something else',
        'This Idempotency-Key came before with another body.',
        [{ field: 'Idempotency-Key', message: 'was used with another body' }],
      );
    }
    if (errorName(error) === 'IdempotencyAlreadyInProgressError') {
      return problem(
        409,
        'Still being worked',
        'A request with this Idempotency-Key is being worked. Ask again in a moment.',
        [{ field: 'Idempotency-Key', message: 'is in progress' }],
      );
    }
    throw error;
  }
};
