/** What a handler answers; API Gateway's payload format 2.0. */
export interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const NO_STORE = { 'cache-control': 'no-store' };

export const json = (statusCode: number, body: unknown): Response => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...NO_STORE },
  body: JSON.stringify(body),
});

export const ok = (body: unknown): Response => json(200, body);

export const xml = (body: string): Response => ({
  statusCode: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8', ...NO_STORE },
  body,
});

export const empty = (statusCode = 204): Response => ({ statusCode, headers: NO_STORE, body: '' });

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An error as RFC 9457 describes it; `field` and `errors` say what of the request is meant. */
export const problem = (
  status: number,
  title: string,
  detail: string,
  errors: readonly FieldError[] = [],
  more: Readonly<Record<string, unknown>> = {},
): Response => ({
  statusCode: status,
  headers: { 'content-type': 'application/problem+json', ...NO_STORE },
  body: JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail,
    ...(errors[0] ? { field: errors[0].field, errors } : {}),
    ...more,
  }),
});
