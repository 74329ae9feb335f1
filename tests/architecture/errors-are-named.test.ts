import ts from 'typescript';
import { expect, it } from 'vitest';
import { findingsIn, parseSource, productSources } from './source-files.ts';

/**
 * State machines catch errors by name, and bundles are minified: an error class whose name is not written as a string has a
 * different one in Lambda than in the tests.
 */
const unnamedError = (node: ts.Node): string | undefined => {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'name') {
    const of = node.expression.getText();
    if (of === 'new.target' || of.endsWith('.constructor')) return `${of}.name is another name in a bundle`;
  }
  if (!ts.isClassLike(node)) return undefined;
  const parents =
    node.heritageClauses?.flatMap((clause) => clause.types.map((type) => type.expression.getText())) ?? [];
  if (!parents.some((parent) => parent.endsWith('Error'))) return undefined;
  const written = /\bname\b[^=;{}]*=\s*'/.test(node.getText());
  return written ? undefined : `${node.name?.text ?? 'an error class'} does not write out its name`;
};

it('writes out the name of every error that may leave a function', async () => {
  const sources = [...(await productSources('shared')), ...(await productSources('functions'))];
  expect(sources.flatMap((source) => findingsIn(source, unnamedError))).toEqual([]);
});

it.each([
  'class PageLost extends Error {}',
  'class PageLost extends Error { constructor() { super("lost"); this.name = new.target.name; } }',
  'class PageLost extends DomainError { override name = this.constructor.name; }',
])('finds fault with %s', (text) => {
  expect(findingsIn(parseSource(text), unnamedError)).not.toEqual([]);
});

it.each([
  "class PageLost extends Error { override readonly name = 'PageLost'; }",
  "class PageLost extends Error { constructor() { super('lost'); this.name = 'PageLost'; } }",
  'class Page extends Message {}',
])('is content with %s', (text) => {
  expect(findingsIn(parseSource(text), unnamedError)).toEqual([]);
});
