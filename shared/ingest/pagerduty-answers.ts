import type { FieldProblem } from './problem.ts';

/** An answer of PagerDuty's Events APIs, word for word: their clients read these fields. */
export interface EventAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | readonly string[]>>;
}

/** v2: taken, under this key. */
export const accepted = (dedupKey: string): EventAnswer => ({
  status: 202,
  body: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
});

/** v2 change events: taken; they have no key. */
export const changeAccepted = (): EventAnswer => ({
  status: 202,
  body: { status: 'success', message: 'Change event processed' },
});

/** v1: taken, under this key. v1 answers 200 where v2 answers 202. */
export const acceptedV1 = (incidentKey: string): EventAnswer => ({
  status: 200,
  body: { status: 'success', message: 'Event processed', incident_key: incidentKey },
});

/** v1 and v2: not taken, and which fields are to blame. */
export const invalid = (problems: readonly FieldProblem[]): EventAnswer => ({
  status: 400,
  body: {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: problems.map(({ field, message }) => `'${field}' ${message}`),
  },
});
