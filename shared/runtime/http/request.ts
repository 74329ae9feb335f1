import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Actor } from '../../domain/incident/actor.ts';
import type { Instant } from '../../lib/instant.ts';

export const ROLE_ORDER = ['viewer', 'responder', 'admin'] as const;
export type AccessRole = (typeof ROLE_ORDER)[number];

/** A request as handlers see it. */
export interface Request {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly params: Readonly<Record<string, string>>;
  readonly search: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body as text; bytes that are no text stay recognisable as U+FFFD. */
  readonly body: string;
  readonly at: Instant;
  /** Who asks, as the authorizer found; undefined on public routes. */
  readonly caller: Caller | undefined;
}

export interface Caller {
  readonly actor: Actor;
  readonly role: AccessRole;
  /** The parts of the API that it may be used for; absent or empty: all. */
  readonly scopes?: readonly string[];
}

/** API Gateway's authorizer context, as our `authorize` function writes it. */
interface AuthorizerContext {
  readonly role?: string;
  readonly reason?: string;
  readonly kind?: string;
  readonly id?: string;
  readonly name?: string;
  readonly via?: string;
  /** With a blank between them. */
  readonly scopes?: string;
}

export const authorizerContext = (event: APIGatewayProxyEventV2): AuthorizerContext =>
  (event.requestContext as { authorizer?: { lambda?: AuthorizerContext } }).authorizer?.lambda ?? {};

const callerOf = (context: AuthorizerContext): Caller | undefined => {
  const role = ROLE_ORDER.find((known) => known === context.role);
  if (!role || !context.id || !context.name) return undefined;
  const kind = context.kind === 'user' ? 'user' : 'token';
  const via = context.via === 'dashboard' ? 'dashboard' : 'api';
  const scopes = (context.scopes ?? '').split(' ').filter((scope) => scope !== '');
  return { role, scopes, actor: { kind, id: context.id, name: context.name, via } };
};

export const requestOf = (event: APIGatewayProxyEventV2, at: Instant): Request => ({
  id: event.requestContext.requestId,
  method: event.requestContext.http.method,
  path: event.rawPath,
  query: event.rawQueryString,
  params: (event.pathParameters ?? {}) as Record<string, string>,
  search: (event.queryStringParameters ?? {}) as Record<string, string>,
  headers: event.headers as Record<string, string>,
  body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  at,
  caller: callerOf(authorizerContext(event)),
});

/** The caller of a route that has one. @throws Error on a public route: that is a bug. */
export const callerActor = (request: Request): Actor => {
  if (!request.caller) throw new Error('a public route has no caller');
  return request.caller.actor;
};
