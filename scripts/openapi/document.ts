import type * as v from 'valibot';
import { Version } from '../../shared/runtime/schemas/common.ts';
import type { Manifest } from '../manifest.ts';
import { BODIES, QUERIES, RESOURCES } from './bodies.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

interface HttpRoute {
  readonly name: string;
  readonly does: string;
  readonly method: string;
  readonly path: string;
  readonly role: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface Answer extends Partial<Content> {
  readonly description?: string;
  readonly $ref?: string;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const DESCRIPTION =
  'Declare, acknowledge and resolve incidents; configure who is paged; ask who is on call. Errors are problem documents ' +
  '(RFC 9457) that name the field. A POST with an Idempotency-Key gets the first answer again.';

const routesOf = ({ functions }: Manifest): readonly HttpRoute[] =>
  Object.entries(functions).flatMap(([name, { does, triggers }]) =>
    triggers.flatMap((trigger) => (trigger.type === 'http' ? [{ name, does, ...trigger }] : [])),
  );

const tagOf = ({ path }: HttpRoute): string => {
  const [first = '', second = ''] = path.split('/').slice(1);
  if (first !== 'v1' || second === 'ingest') return 'alerts';
  return second === 'twilio' || second === 'slack' ? 'webhooks' : second;
};

const reading = (schema: JsonSchema, type = 'application/json'): Content => ({ content: { [type]: { schema } } });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const bodyOf = ({ name, method, path }: HttpRoute): Operation['requestBody'] => {
  const schema = BODIES[name];
  if (schema) {
    const body = jsonSchemaOf(schema);
    return { required: ((body['required'] ?? []) as unknown[]).length > 0, ...reading(body) };
  }
  if (method !== 'POST' && method !== 'PATCH') return undefined;
  // What others send, in their formats: read leniently, so described by their own documents.
  if (path.startsWith('/v1/twilio/') || /^\/v1\/slack\/(command|interaction)/.test(path)) {
    return { required: true, ...reading({ type: 'object' }, 'application/x-www-form-urlencoded') };
  }
  return tagOf({ name, method, path } as HttpRoute) === 'alerts' || path.startsWith('/v1/slack/')
    ? { required: true, ...reading({ type: 'object' }) }
    : undefined;
};

const parametersOf = ({ name, method, path, role }: HttpRoute): readonly Parameter[] => [
  ...[...path.matchAll(/\{([a-zA-Z]+)\+?\}/g)].map(
    ([, variable = '']): Parameter => ({ name: variable, in: 'path', required: true, schema: { type: 'string' } }),
  ),
  ...Object.entries(QUERIES[name] ?? {}).map(
    ([query, description]): Parameter => ({
      name: query,
      in: 'query',
      required: false,
      description,
      schema: { type: query === 'limit' || query === 'version' ? 'integer' : 'string' },
    }),
  ),
  ...(method === 'POST' && role !== 'public'
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'With it the same POST gets the first answer again, for 24 hours.',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        } as const,
      ]
    : []),
];

const listOf = (item: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { items: { type: 'array', items: item }, next: { type: ['string', 'null'] } },
  required: ['items', 'next'],
});

/** What comes back where all goes well: the thing itself, a list of them, or what the example in the guide shows. */
const successOf = ({ method, path }: HttpRoute): Readonly<Record<string, Answer>> => {
  if (method === 'DELETE') return { 204: { description: 'It is gone.' } };
  const known = Object.keys(RESOURCES).find((list) => path === list || path === `${list}/{id}`);
  const isList = method === 'GET' && known === path;
  const schema = known ? (isList ? listOf(ref(resourceName(known))) : ref(resourceName(known))) : {};
  return method === 'POST' && (known || path === '/v1/incidents')
    ? { 201: { description: 'Made; `location` says where it is.', ...reading(schema) } }
    : { 200: { description: 'Done.', ...reading(schema) } };
};

const answersOf = (route: HttpRoute): Readonly<Record<string, Answer>> => {
  const { method, path, role } = route;
  const problem: Answer = { $ref: '#/components/responses/Problem' };
  // Alerts and webhooks answer as their senders want: see the guides.
  if (role === 'public') return { 200: { description: 'Taken in.' }, default: { description: 'Not taken in.' } };
  const statuses = [400, 401, 403, ...(path.includes('{') ? [404] : []), ...(method === 'GET' ? [] : [409, 422]), 503];
  return { ...successOf(route), ...Object.fromEntries(statuses.map((status) => [status, problem])) };
};

/** `/v1/users` has things named User. */
const resourceName = (path: string): string => {
  const plural = path.split('/').at(-1) ?? '';
  const singular = plural.replace(/ies$/, 'y').replace(/s$/, '');
  return singular.charAt(0).toUpperCase() + singular.slice(1);
};

const operationOf = (route: HttpRoute, isOnly: boolean): Operation => {
  const requestBody = bodyOf(route);
  const { name, method, path, does, role } = route;
  return {
    operationId: isOnly ? name : `${name}-${path.split('/').at(-1)?.replace(/\W+/g, '-')}`,
    summary: does,
    description: role === 'public' ? `${method} ${path}, without a token.` : `Role: ${role}.`,
    tags: [tagOf(route)],
    security: role === 'public' ? [] : [{ token: [] }],
    parameters: parametersOf(route),
    ...(requestBody ? { requestBody } : {}),
    responses: answersOf(route),
  };
};

const Problem: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Which of the reasons it was, for programs.' },
    field: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        required: ['field', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail'],
};

/** A thing as it is answered: every field is there, and more may come. */
const answered = (schema: v.GenericSchema): JsonSchema => {
  const made = jsonSchemaOf(schema);
  const properties = { ...(made['properties'] as object), version: jsonSchemaOf(Version) };
  const always = [...(made['required'] as string[]), 'id', 'version'];
  return { type: 'object', properties, required: [...new Set(always)] };
};

/** The API as OpenAPI 3.1 describes it: the routes of the manifest, and the schemas that validate their bodies. */
export const openApi = (manifest: Manifest, version: string): OpenApi => {
  const routes = routesOf(manifest);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const isOnly = routes.filter(({ name }) => name === route.name).length === 1;
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, isOnly) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'PD Lite', version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: { description: 'Why not, and which field.', ...reading(ref('Problem'), 'application/problem+json') },
      },
      schemas: {
        Problem,
        ...Object.fromEntries(
          Object.entries(RESOURCES).map(([path, schema]) => [resourceName(path), answered(schema)]),
        ),
      },
    },
  };
};
