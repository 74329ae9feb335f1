import middy from '@middy/core';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { endInvocation } from '../after-invocation.ts';
import { clock } from '../clock.ts';
import { errorFacts, log } from '../log.ts';
import { cameThroughTheFront, notThroughTheFront } from './front.ts';
import { forbidden, outOfScope, unauthorized, unavailable } from './problems.ts';
import { type AccessRole, authorizerContext, type Request, ROLE_ORDER, requestOf } from './request.ts';
import type { Response } from './response.ts';
import { isWithin } from './scopes.ts';

export type HttpHandler<Deps> = (deps: Deps, request: Request) => Promise<Response>;

export interface HttpOptions<Deps> {
  /** Made at the first request. */
  readonly deps: () => Deps;
  /** The least role that may call it, as the manifest says too (a test compares); `public` checks signatures itself. */
  readonly role: AccessRole | 'public';
  /** True for what is asked of a region itself, and not through CloudFront: its health. */
  readonly direct?: boolean;
  /** Wraps the handling of one request: idempotency for POSTs. */
  readonly around?: (request: Request, context: Context, handle: () => Promise<Response>) => Promise<Response>;
}

const mayCall = (request: Request, event: APIGatewayProxyEventV2, needed: AccessRole): Response | undefined => {
  if (!request.caller) return unauthorized(authorizerContext(event).reason);
  const { role, scopes = [] } = request.caller;
  if (ROLE_ORDER.indexOf(role) < ROLE_ORDER.indexOf(needed)) return forbidden(role, needed);
  return isWithin(scopes, request.path) ? undefined : outOfScope(scopes);
};

const refusedAtTheDoor = (event: APIGatewayProxyEventV2): Response => {
  log.warn('origin.refused', { requestId: event.requestContext.requestId, route: event.routeKey ?? null });
  return notThroughTheFront();
};

/**
 * The stack of every HTTP function: which way a request came, who may call it, the handler, and an answer for whatever it
 * throws. An error of ours is 503 and never says what it was: the log does, by the request's id.
 */
export const http = <Deps>(handler: HttpHandler<Deps>, options: HttpOptions<Deps>) => {
  const handle = async (event: APIGatewayProxyEventV2, context: Context): Promise<Response> => {
    if (!options.direct && !cameThroughTheFront(event.headers)) return refusedAtTheDoor(event);
    const request = requestOf(event, clock().now());
    const refusal = options.role === 'public' ? undefined : mayCall(request, event, options.role);
    if (refusal) return refusal;
    const run = () => handler(options.deps(), request);
    return options.around ? options.around(request, context, run) : run();
  };
  return middy<APIGatewayProxyEventV2, Response>()
    .use({
      after: () => endInvocation(),
      onError: (failed) => {
        log.error('request.failed', {
          requestId: failed.event.requestContext?.requestId ?? null,
          route: failed.event.routeKey ?? null,
          ...errorFacts(failed.error),
        });
        endInvocation();
        failed.response = unavailable();
      },
    })
    .handler(handle);
};
