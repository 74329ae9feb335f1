import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACCOUNT } from './names.ts';

/** The HTTP API v2 event, as far as the laptop fills it (payload format version 2.0). */
export interface HttpEvent {
  version: '2.0';
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  pathParameters?: Record<string, string>;
  requestContext: {
    accountId: string;
    apiId: string;
    authorizer?: { lambda: Record<string, unknown> };
    domainName: string;
    domainPrefix: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: string;
    stage: '$default';
    time: string;
    timeEpoch: number;
  };
  body?: string;
  isBase64Encoded: boolean;
}

export interface ParsedUrl {
  readonly path: string;
  readonly query: string;
}

/** Splits a request target; cheaper than `new URL`, and leaves the path as it was sent. */
export const parseTarget = (target: string): ParsedUrl => {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

/** Builds what API Gateway would hand to the function. `nowMs` is product time. */
export const httpEvent = (
  request: IncomingMessage,
  url: ParsedUrl,
  routeKey: string,
  params: Record<string, string>,
  body: Buffer,
  nowMs: number,
): HttpEvent => {
  const headers = flatHeaders(request);
  const event: HttpEvent = {
    version: '2.0',
    routeKey,
    rawPath: url.path,
    rawQueryString: url.query,
    headers,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'laptop',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'laptop',
      http: {
        method: request.method as string,
        path: url.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(nowMs),
      timeEpoch: nowMs,
    },
    isBase64Encoded: false,
  };
  if (url.query !== '') event.queryStringParameters = queryParameters(url.query);
  for (const _ in params) {
    event.pathParameters = params;
    break;
  }
  if (headers.cookie !== undefined) {
    event.cookies = headers.cookie.split('; ');
    delete headers.cookie;
  }
  if (body.length > 0) {
    event.isBase64Encoded = !isText(headers, body);
    event.body = body.toString(event.isBase64Encoded ? 'base64' : 'utf8');
  }
  return event;
};

/** The REQUEST event (version 2.0) of a Lambda authorizer: the same request without its body. */
export const authorizerEvent = (event: HttpEvent, routeArn: string): Record<string, unknown> => {
  const { body: _body, isBase64Encoded: _encoded, ...rest } = event;
  const authorization = event.headers.authorization;
  return { ...rest, type: 'REQUEST', routeArn, identitySource: authorization === undefined ? [] : [authorization] };
};

interface FunctionAnswer {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/**
 * Sends what a function returned, by the rules of payload format 2.0: without a `statusCode` the whole value is the
 * JSON body of a 200; a response that API Gateway cannot read is a 500.
 */
export const sendResult = (response: ServerResponse, result: unknown): void => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    send(response, 200, { 'content-type': 'application/json' }, JSON.stringify(result ?? null));
    return;
  }
  const answer = result as FunctionAnswer;
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    sendMessage(response, 500, 'Internal Server Error');
    return;
  }
  const headers: Record<string, string | string[]> = {};
  for (const name in answer.headers) headers[name.toLowerCase()] = String(answer.headers[name]);
  if (answer.cookies?.length) headers['set-cookie'] = answer.cookies;
  headers['content-type'] ??= 'text/plain;charset=utf-8';
  const text = answer.body === undefined || answer.body === null ? '' : String(answer.body);
  send(response, status, headers, answer.isBase64Encoded ? Buffer.from(text, 'base64') : text);
};

/** API Gateway's own answers are all of this form. */
export const sendMessage = (response: ServerResponse, status: number, message: string): void =>
  send(response, status, { 'content-type': 'application/json' }, JSON.stringify({ message }));

export const send = (
  response: ServerResponse,
  status: number,
  headers: Record<string, string | string[]>,
  body: string | Buffer,
): void => {
  if (response.headersSent || response.destroyed) return;
  headers['content-length'] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  if (status === 204 || status === 304) delete headers['content-length'];
  response.writeHead(status, headers);
  response.end(body);
};

/** Node gives names in lower case already and joins repeats, all but `set-cookie`. */
const flatHeaders = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(',');
  }
  return headers;
};

/** A repeated parameter's values are joined by commas. */
const queryParameters = (query: string): Record<string, string> => {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    parameters[name] = before === undefined ? value : `${before},${value}`;
  }
  return parameters;
};

const TEXT_TYPE = /^(text\/|application\/(json|xml|javascript)|application\/[^;]+\+(json|xml))/i;

/** HTTP APIs hand on text types as they are, and all others in base64: forms too, as Slack's and Twilio's are. */
const isText = (headers: Record<string, string>, body: Buffer): boolean => {
  const type = headers['content-type'];
  if (headers['content-encoding'] !== undefined) return false;
  return (type === undefined || TEXT_TYPE.test(type)) && isUtf8(body);
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let cachedSecond = -1;
let cachedTime = '';

/** `23/Nov/2026:03:00:00 +0000`, computed once a second. */
const commonLogTime = (nowMs: number): string => {
  const second = Math.floor(nowMs / 1000);
  if (second !== cachedSecond) {
    const iso = new Date(second * 1000).toISOString();
    cachedSecond = second;
    cachedTime = `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
  }
  return cachedTime;
};
