/** Ends a `switch` over a union: the compiler refuses a missing case; at run time an unknown value is a bug and throws. */
export const assertNever = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};
