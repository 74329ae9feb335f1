import ts from 'typescript';

/** Names of the world outside, whatever is done with them. */
const OUTSIDE = new Set([
  ...['process', 'globalThis', 'performance', 'crypto', 'console', 'fetch', 'require'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise'],
]);
const CALLS = new Set(['Date.now', 'Math.random', 'Temporal.Now']);

/** Whether a name stands for the value of that name, and is not itself the name of a property, a type or something local. */
const isReference = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const named = parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  return named.name !== node && named.propertyName !== node;
};

/** Says how a node reaches outside of its arguments: a clock, chance, the environment, the network, or waiting for any of them. */
export const impurity = (node: ts.Node): string | undefined => {
  if (ts.isAwaitExpression(node)) return 'await';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`;
    return CALLS.has(name) ? name : undefined;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isIdentifier(node) && OUTSIDE.has(node.text) && isReference(node)) return node.text;
  return undefined;
};
