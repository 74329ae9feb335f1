/** What is counted, since AWS or a provider bills it. */
export const COUNTED = [
  'invocations',
  /** Gigabytes of memory, summed over the invocations: times how long one takes, it is what Lambda bills. */
  'memoryGb',
  'apiRequests',
  'transitions',
  'readUnits',
  'writeUnits',
  'indexUnits',
  'idempotencyUnits',
  'queueRequests',
  'events',
  'textsOut',
  'textsIn',
  'calls',
  'slackCalls',
] as const;

/** How much of everything that is counted. */
export type Usage = Readonly<Record<(typeof COUNTED)[number], number>>;

const usageOf = (amount: (counted: keyof Usage) => number): Usage =>
  Object.fromEntries(COUNTED.map((counted) => [counted, amount(counted)])) as Usage;

export const NOTHING: Usage = usageOf(() => 0);

export const plus = (...usages: readonly Usage[]): Usage =>
  usageOf((counted) => usages.reduce((sum, usage) => sum + usage[counted], 0));

export const times = (usage: Usage, factor: number): Usage => usageOf((counted) => usage[counted] * factor);

/** What an action used beside what would have been used without it. */
export const minus = (usage: Usage, without: Usage): Usage =>
  usageOf((counted) => Math.max(0, usage[counted] - without[counted]));
