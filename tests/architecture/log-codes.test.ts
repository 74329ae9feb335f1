import ts from 'typescript';
import { expect, it } from 'vitest';
import { LOG_CODES } from '../../shared/runtime/log.ts';
import { findingsIn, parseSource, productSources } from './source-files.ts';

const METHODS = new Set(['log.info', 'log.warn', 'log.error', 'log.debug']);

/** The code of a call of the log; `not written out` when it is no plain string. */
const loggedCode = (node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node) || !METHODS.has(node.expression.getText())) return undefined;
  const [code] = node.arguments;
  return code && ts.isStringLiteral(code) ? code.text : 'not written out';
};

/** Other ways to write to a log: none of them has a code, nor keeps personal data out. */
const otherLog = (node: ts.Node): string | undefined => {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const of = node.expression.getText();
  return of === 'console' || of.endsWith('process.stdout') || of.endsWith('process.stderr')
    ? node.getText()
    : undefined;
};

const product = async () => [...(await productSources('shared')), ...(await productSources('functions'))];

it('writes to the log only what has a registered code, and registers no code that nothing writes', async () => {
  const found = (await product())
    .flatMap((source) => findingsIn(source, loggedCode))
    .map((finding) => finding.split(': ')[1]);
  expect([...new Set(found)].sort()).toEqual(Object.keys(LOG_CODES).sort());
});

/** The entrances' own small logger: its codes are held to the list by their type. */
const OWN_LOGGER = 'shared/runtime/edge/log.ts';

it('writes to the log in no other way', async () => {
  const sources = (await product()).filter(({ fileName }) => fileName !== OWN_LOGGER);
  expect(sources.flatMap((source) => findingsIn(source, otherLog))).toEqual([]);
});

it.each([
  ["log.info('page.withheld', {})", 'page.withheld'],
  ['log.warn(code)', 'not written out'],
])('reads %s', (text, code) => {
  expect(findingsIn(parseSource(text), loggedCode)).toEqual([`source.ts:1: ${code}`]);
});

it.each(['console.log(1)', 'process.stderr.write("x")'])('finds %s', (text) => {
  expect(findingsIn(parseSource(text), otherLog)).toHaveLength(1);
});
