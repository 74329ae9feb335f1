/**
 * Stands in for `@aws-lambda-powertools/jmespath` (23 kB), the query language in which Powertools lets you say what makes a request
 * the same request. A dotted path (`headers.idempotency-key`) is all we say; anything more is refused rather than misread.
 */
const NAME = /^[A-Za-z_][\w-]*$/;

/** The value at a dotted path, or null where there is none, as JMESPath has it. */
export const search = (expression: string, data: unknown): unknown => {
  let value: unknown = data;
  for (const part of expression.split('.')) {
    if (!NAME.test(part)) {
      throw new Error(`only a dotted path can be searched for in a bundle, not '${expression}'`);
    }
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : null;
  }
  return value ?? null;
};

/** The functions one may call in an expression: none. */
export class PowertoolsFunctions {}
