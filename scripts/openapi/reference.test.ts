import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../tests/security/fields-of-routes.ts';
import { FUNCTIONS_FOLDER, ROOT, readManifest } from '../manifest.ts';
import { BODIES, QUERIES } from './bodies.ts';
import type { OpenApi } from './document.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { buildReference, REFERENCE_HEADERS } from './reference.ts';

const files = await buildReference();
const textOf = (path: string): string => files.find((file) => file.path === path)?.body ?? '';
const document = JSON.parse(textOf('/openapi.json')) as OpenApi;
const { functions } = await readManifest();
const routes = Object.entries(functions).flatMap(([name, { triggers }]) =>
  triggers.flatMap((trigger) => (trigger.type === 'http' ? [{ name, ...trigger }] : [])),
);
const handlerOf = (name: string): Promise<string> => readFile(join(FUNCTIONS_FOLDER, name, 'handler.ts'), 'utf8');
const operationOf = ({ path, method }: { path: string; method: string }) =>
  document.paths[path]?.[method.toLowerCase()];

const ajv = new Ajv2020({ strict: false, allErrors: true });

/** Every schema that the code of `shared/runtime/schemas` exports, by its name. */
const exportedSchemas = async (): Promise<ReadonlyMap<string, unknown>> => {
  const folder = join(ROOT, 'shared/runtime/schemas');
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.test.ts'));
  const modules = await Promise.all(names.map(async (name) => Object.entries(await import(join(folder, name)))));
  return new Map(modules.flat());
};

describe('the description of the API', () => {
  it('has every route of the manifest, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('says of every route who may call it, and names each once', () => {
    for (const route of routes) {
      expect(operationOf(route)?.security, route.name).toEqual(route.role === 'public' ? [] : [{ token: [] }]);
      if (route.role !== 'public') expect(operationOf(route)?.description).toBe(`Role: ${route.role}.`);
    }
    const ids = routes.map((route) => operationOf(route)?.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not there, and every schema in it is one', () => {
    const names = Object.keys(document.components['schemas'] ?? {});
    const referred = [...textOf('/openapi.json').matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining([...new Set(referred)]));
    for (const schema of Object.values(document.components['schemas'] ?? {})) {
      expect(ajv.validateSchema(schema as object)).toBe(true);
    }
  });

  it.each(Object.entries(BODIES))(
    'describes the body of %s by the schema that its handler validates with',
    async (name, schema) => {
      const handler = await handlerOf(name);
      const own = (await import(join(FUNCTIONS_FOLDER, name, 'handler.ts'))) as { readonly Input?: unknown };
      if (own.Input) return expect(own.Input).toBe(schema);
      const [, resource, which] = /(?:(create|update)Resource\()(\w+)/.exec(handler) ?? [];
      if (resource) {
        const resources = `shared/runtime/resources/${which?.toLowerCase()}.ts`;
        const found = ((await import(join(ROOT, resources))) as Record<string, { input: unknown; patch: unknown }>)[
          which ?? ''
        ];
        return expect(resource === 'create' ? found?.input : found?.patch).toBe(schema);
      }
      const used = [...handler.matchAll(/\binput\((\w+), /g)].map(([, one = '']) => one);
      const exported = await exportedSchemas();
      expect(used.map((one) => exported.get(one))).toEqual([schema]);
    },
  );

  it('leaves out the body of no route that validates one', async () => {
    const reading = /\binput\(|\bchangeIncident\(|\b(create|update)Resource\(/;
    const names = [...new Set(routes.map(({ name }) => name))];
    const unsaid = await Promise.all(
      names.map(async (name) => (reading.test(await handlerOf(name)) && !BODIES[name] ? [name] : [])),
    );
    expect(unsaid.flat(), 'to be added to scripts/openapi/bodies.ts').toEqual([]);
  });

  it('leaves out nothing that a route reads of its query', async () => {
    const names = [...new Set(routes.filter(({ role }) => role !== 'public').map(({ name }) => name))];
    const unsaid = await Promise.all(
      names.map(async (name) => {
        const handler = await handlerOf(name);
        const read = [...handler.matchAll(/\bsearch\['(\w+)'\]/g)].map(([, query = '']) => query);
        const listed = /\blisting\(|\blistResource\(/.test(handler) ? ['limit', 'after'] : [];
        const deleted = /\bdeleteResource\(/.test(handler) ? ['version'] : [];
        return [...read, ...listed, ...deleted]
          .filter((query) => !Object.hasOwn(QUERIES[name] ?? {}, query))
          .map((query) => `${name} ${query}`);
      }),
    );
    expect(unsaid.flat(), 'to be added to scripts/openapi/bodies.ts').toEqual([]);
  });

  const bodied = Object.entries(FIELDS).filter(([name]) => BODIES[name] !== undefined);
  it.each(bodied)('takes of %s what the route takes, and never more strictly', (name, { valid, fields }) => {
    const schema = BODIES[name] as v.GenericSchema;
    const check = ajv.compile(jsonSchemaOf(schema));
    expect(check(valid), JSON.stringify(check.errors)).toBe(true);
    for (const [field, { wrong }] of Object.entries(fields)) {
      if (field.includes('.')) continue;
      for (const value of wrong) {
        const body = { ...valid, [field]: value };
        if (!check(body)) expect(v.safeParse(schema, body).success, `${field} ${JSON.stringify(value)}`).toBe(false);
      }
    }
  });
});

describe('the page of it', () => {
  const page = textOf('/docs/api/index.html');

  it('has every route', () => {
    for (const { path } of routes) expect(page).toContain(`<code>${path}</code>`);
  });

  it('needs no script and nothing inline, and its policy allows neither', () => {
    expect(page).not.toMatch(/<script|style=|onclick|javascript:/i);
    expect(REFERENCE_HEADERS['content-security-policy']).not.toMatch(/unsafe|script-src/);
  });
});
