/** The name of a function's code: `close-incident` is `closeIncident`. */
const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Where a new function is called until its author knows better. */
export const pathOf = (name: string): string => `/v1/${name}`;

/** The code of a new function: a handler that says where it was asked. */
export const handlerTemplate = (name: string): string => `\
import { type ReadDeps, readDeps } from '../../shared/runtime/dependencies.ts';
import { http } from '../../shared/runtime/http/http.ts';
import type { Request } from '../../shared/runtime/http/request.ts';
import { ok, type Response } from '../../shared/runtime/http/response.ts';

/** GET ${pathOf(name)}: what it promises, in a sentence. */
export const ${camelCase(name)} = async (_deps: ReadDeps, request: Request): Promise<Response> => {
  return ok({ path: request.path });
};

export const handler = http(${camelCase(name)}, { deps: readDeps, role: 'viewer' });
`;

/** Its first test, which holds for every function that is not public. */
export const testTemplate = (name: string): string => `\
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { handler } from './handler.ts';

const event = {
  rawPath: '${pathOf(name)}',
  rawQueryString: '',
  headers: {},
  requestContext: { requestId: 'request-1', http: { method: 'GET', path: '${pathOf(name)}' } },
} as unknown as APIGatewayProxyEventV2;

it('turns away whoever is not signed in', async () => {
  const response = await handler(event, {} as Context);
  expect(response.statusCode).toBe(401);
});

it.todo('does what it promises');
`;

/** Its entry in the manifest: it may read, and nothing else, until somebody says so. */
export const entryTemplate = (name: string) =>
  ({
    does: `What ${name} promises, in a line.`,
    triggers: [{ type: 'http', method: 'GET', path: pathOf(name), role: 'viewer' }],
    kind: 'data',
    lane: 'api',
    timeoutSeconds: 10,
    memoryMb: 512,
    access: ['table:read'],
  }) as const;
