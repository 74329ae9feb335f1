import { type BusEvent, bus } from '../bus.ts';
import { errorFacts, log } from '../log.ts';
import type { HttpHandler } from './http.ts';
import { callerActor, type Request } from './request.ts';
import type { Response } from './response.ts';

/** As much of a body as says what was changed. */
const FIELDS_MAX = 50;

/** The names of a body's fields, never what stands in them: what is kept for years cannot be forgotten. */
const fieldsOf = (body: string): readonly string[] => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? Object.keys(value).slice(0, FIELDS_MAX) : [];
  } catch {
    return [];
  }
};

/** The thing that was changed: where a new one is, or the path, without `/v1/`. */
const thingOf = (request: Request, { headers }: Response): string =>
  (headers['location'] ?? request.path).replace(/^\/v1\//, '');

/** What the audit hears of a change that was made. */
export const configurationChanged = (request: Request, response: Response): BusEvent => {
  const detail = {
    thing: thingOf(request, response),
    action: `${request.method} ${request.path}`,
    fields: request.method === 'DELETE' ? [] : fieldsOf(request.body),
    by: callerActor(request),
    at: request.at,
    requestId: request.id,
  };
  return { type: 'ConfigurationChanged', detail };
};

/**
 * A handler whose changes of configuration the audit hears of once they are made: who, what, and which fields. Nothing
 * waits for the audit but the answer, a few seconds at most; what it does not take is in the log of the API alone.
 */
export const audited =
  <Deps>(handler: HttpHandler<Deps>): HttpHandler<Deps> =>
  async (deps, request) => {
    const response = await handler(deps, request);
    if (response.statusCode >= 300) return response;
    await bus.publish([configurationChanged(request, response)]).catch((error: unknown) => {
      log.error('audit.not-told', { requestId: request.id, ...errorFacts(error) });
    });
    return response;
  };
