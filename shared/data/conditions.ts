/**
 * Did a conditional write find its condition untrue? Some errors come wrapped, as a cause. The global table's
 * own conflict between two regions is a lost race too: reload and decide again.
 */
export const lostTheRace = (error: unknown): boolean => {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause.name === 'ConditionalCheckFailedException' || cause.name === 'ReplicatedWriteConflictException')
      return true;
  }
  return false;
};

/** Runs a conditional write: true when it was written, false when its condition did not hold; anything else throws. */
export const written = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (lostTheRace(error)) return false;
    throw error;
  }
};

/** The SDK's own error as it is: ElectroDB would take down a stack for each request, in case it should fail. */
const ERRORS_AS_THEY_ARE = { originalErr: true } as const;

/** ElectroDB's options for a read that sees every write confirmed before it. */
export const CONSISTENT = { consistent: true, ...ERRORS_AS_THEY_ARE } as const;

/** ElectroDB's options for a write that needs no answer but that it was done. */
export const UNANSWERED = { response: 'none', ...ERRORS_AS_THEY_ARE } as const;
