import { STATUS_CODES } from 'node:http';
import type { LocalRequest, LocalResponse } from '../router.ts';

/** An error as RFC 9457 has it; `field` and `errors` name what in the request is wrong, as the product's own do. */
export const problem = (status: number, detail: string, field?: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    ...(field ? { field, errors: [{ field, message: detail }] } : {}),
  }),
});

export const json = (body: object): LocalResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in a request's body; undefined when it holds anything else. */
export const readObject = (request: LocalRequest): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
};
