import * as v from 'valibot';
import { type JsonLimits, readJson } from '../../ingest/json-body.ts';
import { problemsOf } from '../../ingest/problem.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { badRequest } from './problems.ts';
import type { Request } from './request.ts';
import type { Response } from './response.ts';

/** What people and scripts send is small. */
const API_LIMITS: JsonLimits = { maxBytes: 64_000, maxDepth: 16, maxNodes: 5_000 };

/** Reads and validates a JSON body; an absent one is an empty object. The answer to a bad one names every field. */
export const input = <Schema extends v.GenericSchema>(
  schema: Schema,
  request: Request,
): Result<v.InferOutput<Schema>, Response> => {
  const read = readJson(request.body === '' ? '{}' : request.body, API_LIMITS);
  if (!read.ok) return err(badRequest([read.error]));
  // valibot's `object` takes a list for an object without fields.
  if (Array.isArray(read.value)) return err(badRequest([{ field: 'body', message: 'must be an object' }]));
  const parsed = v.safeParse(schema, read.value);
  return parsed.success ? ok(parsed.output) : err(badRequest(problemsOf(parsed.issues)));
};

/** Text of people: trimmed, not empty, bounded, and without control characters but line breaks and tabs. */
export const text = (max: number) =>
  v.pipe(
    v.string(),
    v.transform((value) => value.replace(/(?![\n\t])\p{Cc}/gu, '').trim()),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must be at most ${max} characters`),
  );
