/** Milliseconds of many samples, summed up. */
export interface Summary {
  readonly count: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
}

/** The value that a share of the samples do not exceed (nearest rank). */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const summary = (samples_ms: readonly number[]): Summary => ({
  count: samples_ms.length,
  p50_ms: percentile(samples_ms, 0.5),
  p90_ms: percentile(samples_ms, 0.9),
  p99_ms: percentile(samples_ms, 0.99),
  max_ms: samples_ms.reduce((most, sample) => Math.max(most, sample), 0),
});

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** A figure beside its goal, for the report and for `--strict`. */
export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly goal: number;
  readonly unit: string;
  /** Whether the goal is the most it may be, or the least. */
  readonly bound: 'most' | 'least';
}

/** A shared machine doubles any figure for a while: only what is further off than this is a miss that counts. */
const WIDE_MARGIN = 2;

export const isMet = ({ measured, goal, bound }: Goal): boolean =>
  bound === 'most' ? measured <= goal : measured >= goal;

export const isMissedWidely = ({ measured, goal, bound }: Goal): boolean =>
  !(bound === 'most' ? measured <= goal * WIDE_MARGIN : measured >= goal / WIDE_MARGIN);
