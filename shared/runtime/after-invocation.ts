let pending: (() => void)[] = [];

/** Has something done once, when the invocation ends. */
export const afterInvocation = (act: () => void): void => {
  pending.push(act);
};

/** For the middy stacks: does what was asked for, once. */
export const endInvocation = (): void => {
  const acts = pending;
  pending = [];
  for (const act of acts) act();
};
