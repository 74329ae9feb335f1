import type { OpenApi, Operation } from './document.ts';
import type { JsonSchema } from './json-schema.ts';

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] as string);
const code = (text: string): string => `<code>${escaped(text)}</code>`;

/** Deeper schemas than this are not ours. */
const DEPTH_MAX = 8;

const bounds = (schema: JsonSchema): string => {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum, pattern } = schema as Record<string, unknown>;
  const range = (least: unknown, most: unknown, what: string): string[] => {
    if (most === undefined || most === Number.MAX_SAFE_INTEGER) return least ? [`from ${least}${what}`] : [];
    return [`${least ?? 0} to ${most}${what}`];
  };
  return [
    ...(minimum === undefined && maximum === undefined ? [] : range(minimum, maximum, '')),
    ...(minLength === undefined && maxLength === undefined ? [] : range(minLength, maxLength, ' characters')),
    ...(minItems === undefined && maxItems === undefined ? [] : range(minItems, maxItems, ' items')),
    ...(typeof pattern === 'string' ? [code(pattern)] : []),
  ].join(', ');
};

const nameOf = (schema: JsonSchema): string => {
  const { type, const: only, enum: choices, $ref } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return code($ref.split('/').at(-1) ?? '');
  if (only !== undefined) return code(JSON.stringify(only));
  if (Array.isArray(choices)) return choices.map((choice) => code(JSON.stringify(choice))).join(' or ');
  return escaped(String(type ?? 'any'));
};

/** A schema as nested lists: a field, whether it must be there, what it is, and its bounds. */
const schemaHtml = (schema: JsonSchema, depth = 0): string => {
  if (depth > DEPTH_MAX) return '';
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonSchema[] | undefined;
  if (choices) return choices.map((choice) => schemaHtml(choice, depth + 1)).join('<span class="or"> or </span>');
  const told = [bounds(schema), 'default' in schema ? `${code(JSON.stringify(schema['default']))} if absent` : '']
    .concat(typeof schema['description'] === 'string' ? escaped(schema['description']) : '')
    .filter((text) => text !== '')
    .join('; ');
  const head = `<span class="type">${nameOf(schema)}</span>${told ? ` <span class="told">${told}</span>` : ''}`;
  const items = schema['items'] as JsonSchema | undefined;
  if (items) return `${head} of ${schemaHtml(items, depth + 1)}`;
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) return head;
  const required = (schema['required'] ?? []) as readonly string[];
  const fields = properties.map(
    ([name, value]) =>
      `<li>${code(name)}${required.includes(name) ? ' <strong>required</strong>' : ''} ${schemaHtml(value, depth + 1)}</li>`,
  );
  return `${head}<ul>${fields.join('')}</ul>`;
};

const contentHtml = (content: Operation['requestBody']): string =>
  Object.entries(content?.content ?? {})
    .map(([type, { schema }]) => `<h4>Body <span class="told">${escaped(type)}</span></h4>${schemaHtml(schema)}`)
    .join('');

const parametersHtml = ({ parameters }: Operation): string =>
  parameters.length === 0
    ? ''
    : `<h4>Parameters</h4><ul>${parameters
        .map(
          ({ name, in: where, required, description = '', schema }) =>
            `<li>${code(name)} <span class="told">${where}${required ? ', required' : ''}</span> ${schemaHtml(schema)} ${escaped(description)}</li>`,
        )
        .join('')}</ul>`;

const answersHtml = ({ responses }: Operation): string =>
  `<h4>Answers</h4><ul>${Object.entries(responses)
    .map(([status, { description, content, $ref }]) => {
      const schema = Object.values(content ?? {})[0]?.schema;
      const what = $ref ? 'A problem document.' : escaped(description ?? '');
      return `<li>${code(status)} ${what}${schema && Object.keys(schema).length > 0 ? ` ${schemaHtml(schema)}` : ''}</li>`;
    })
    .join('')}</ul>`;

const operationHtml = (method: string, path: string, operation: Operation): string => `
<details id="${escaped(operation.operationId)}">
<summary><span class="method">${escaped(method.toUpperCase())}</span> ${code(path)} <span class="does">${escaped(operation.summary)}</span></summary>
<p>${escaped(operation.description)}</p>
${parametersHtml(operation)}${contentHtml(operation.requestBody)}${answersHtml(operation)}
</details>`;

/** The reference as one page without a script. Everything in it comes from the document. */
export const referencePage = ({ info, paths, components }: OpenApi): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))].sort();
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(tag));
    const list = own.map(({ method, path, operation }) => operationHtml(method, path, operation)).join('');
    return `<section aria-labelledby="${escaped(tag)}"><h2 id="${escaped(tag)}">${escaped(tag)}</h2>${list}</section>`;
  });
  const schemas = Object.entries((components['schemas'] ?? {}) as Record<string, JsonSchema>).map(
    ([name, schema]) =>
      `<details id="schema-${escaped(name)}"><summary>${code(name)}</summary>${schemaHtml(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title>
<link rel="stylesheet" href="/docs/api/reference.css">
</head>
<body>
<header>
<h1>${escaped(info.title)} API</h1>
<p>${escaped(info.description)}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). Every call but the public ones has <code>Authorization: Bearer &lt;token&gt;</code>.</p>
<nav aria-label="Sections">${[...tags, 'schemas'].map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`).join(' ')}</nav>
</header>
<main>
${sections.join('\n')}
<section aria-labelledby="schemas"><h2 id="schemas">schemas</h2>${schemas.join('')}</section>
</main>
</body>
</html>
`;
};
