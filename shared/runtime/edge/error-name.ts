/** An error as a log may keep it: its message may quote data. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
