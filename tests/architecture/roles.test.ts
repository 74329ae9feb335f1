import ts from 'typescript';
import { expect, it } from 'vitest';
import { type Manifest, readManifest } from '../../scripts/manifest.ts';
import { findingsIn, parseSource, productSources } from './source-files.ts';

/** The two stacks that answer HTTP. */
const STACKS = ['http', 'edge'];

/** The role that a handler asks for: `http(..., { role: 'viewer' })`. */
const askedRole = (node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node) || !STACKS.includes(node.expression.getText())) return undefined;
  const options = node.arguments.find((argument) => ts.isObjectLiteralExpression(argument));
  const role = options?.properties.find((property) => property.name?.getText() === 'role');
  return role !== undefined && ts.isPropertyAssignment(role) && ts.isStringLiteral(role.initializer)
    ? role.initializer.text
    : 'nothing that can be read';
};

/** Functions whose code asks for another role than the manifest says, which is what API Gateway is told. */
const roleProblems = ({ functions }: Manifest, sources: readonly ts.SourceFile[]): string[] =>
  Object.entries(functions).flatMap(([name, { triggers }]) => {
    const said = new Set(triggers.flatMap((trigger) => (trigger.type === 'http' ? [trigger.role] : [])));
    const source = sources.find(({ fileName }) => fileName === `functions/${name}/handler.ts`);
    if (said.size === 0 || source === undefined) return [];
    const asked = findingsIn(source, askedRole).map((finding) => finding.split(': ')[1]);
    const same = asked.length === 1 && said.size === 1 && said.has(asked[0] as 'viewer');
    return same ? [] : [`${name} asks for ${asked.join() || 'no role'}, and the manifest says ${[...said].join()}`];
  });

it('asks in the code for the role that the manifest says', async () => {
  expect(roleProblems(await readManifest(), await productSources('functions'))).toEqual([]);
});

const manifest: Manifest = {
  functions: {
    'get-incident': {
      does: 'Shows an incident.',
      triggers: [{ type: 'http', method: 'GET', path: '/v1/incidents/{id}', role: 'viewer' }],
      kind: 'data',
      lane: 'api',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: ['table:read'],
    },
  },
  stateMachines: [],
};
const problemsOf = (code: string) => roleProblems(manifest, [parseSource(code, 'functions/get-incident/handler.ts')]);

it.each([
  ["http(getIncident, { deps, role: 'public' })", 'public'],
  ['http(getIncident, { deps })', 'nothing that can be read'],
  ['http<Deps>(getIncident, { deps, role })', 'nothing that can be read'],
  ['async () => ({ statusCode: 200 })', 'no role'],
])('finds that %s is not for viewers', (code, asked) => {
  expect(problemsOf(`export const handler = ${code};`)).toEqual([
    `get-incident asks for ${asked}, and the manifest says viewer`,
  ]);
});

it('is content where both say the same', () => {
  expect(problemsOf("export const handler = http<Deps>(getIncident, { deps, role: 'viewer' });")).toEqual([]);
});
