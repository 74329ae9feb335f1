import { PAYLOAD_BYTES_MAX } from './payload.ts';
import type { Retrier } from './state-machine.ts';

/** What a Lambda threw, in the form that Step Functions gives it: `Cause` is a JSON text. */
export class TaskFailure extends Error {
  constructor(errorType: string, errorMessage: string, trace: string[]) {
    super(JSON.stringify({ errorType, errorMessage, trace }));
    this.name = errorType;
  }
}

export const taskFailure = (thrown: unknown): Error => {
  if (!(thrown instanceof Error)) return new TaskFailure('Error', JSON.stringify(thrown) ?? String(thrown), []);
  if (thrown.name.startsWith('States.')) return thrown;
  return new TaskFailure(thrown.name, thrown.message, (thrown.stack ?? '').split('\n'));
};

/** What a function returned as JSON would carry it. @throws Error `States.DataLimitExceeded` when it is too large. */
export const taskOutput = (returned: unknown): unknown => {
  const text = JSON.stringify(returned ?? null);
  if (Buffer.byteLength(text) <= PAYLOAD_BYTES_MAX) return JSON.parse(text);
  const error = new Error(
    'The state returned a result with a size exceeding the maximum number of bytes service limit.',
  );
  error.name = 'States.DataLimitExceeded';
  throw error;
};

/**
 * How long to wait before the next try, in product ms, by a state's Retry; undefined when there is to be none.
 * `attempts` counts the tries of each retrier and is kept up to date here. Jitter is left out: a laptop rolls no dice.
 */
export const retryDelayMs = (retry: readonly Retrier[], attempts: number[], errorName: string): number | undefined => {
  const index = retry.findIndex((retrier) => retrier.ErrorEquals.some((pattern) => matches(pattern, errorName)));
  const retrier = retry[index];
  const attempt = attempts[index] ?? 0;
  if (!retrier || attempt >= (retrier.MaxAttempts ?? 3)) return undefined;
  attempts[index] = attempt + 1;
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempt;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
};

/** `States.TaskFailed` stands for every error of a task but its timeout. */
const matches = (pattern: string, errorName: string): boolean =>
  pattern === errorName ||
  pattern === 'States.ALL' ||
  (pattern === 'States.TaskFailed' && errorName !== 'States.Timeout');
