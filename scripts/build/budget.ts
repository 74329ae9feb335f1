import type { Kind } from '../manifest.ts';
import type { Bundle } from './bundle.ts';

/**
 * The most that a function of each kind may weigh: what keeps its cold start under 12, 42, 80 and 90 ms. What talks to
 * Slack behind the entrances, by its own client, has 150 ms: nobody waits for it with a hand on a telephone.
 */
const BUDGET_BYTES = {
  edge: 30_000,
  engine: 180_000,
  data: 470_000,
  full: 560_000,
  chat: 700_000,
} as const satisfies Record<Kind, number>;

/** A bundle against what its kind allows. */
export interface Weighed {
  readonly bundle: Bundle;
  readonly kind: Kind;
  readonly budget_bytes: number;
  readonly over: boolean;
}

/** Holds a bundle to the budget of its kind. */
export const weigh = (bundle: Bundle, kind: Kind): Weighed => {
  const budget_bytes = BUDGET_BYTES[kind];
  return { bundle, kind, budget_bytes, over: bundle.bytes > budget_bytes };
};

const kB = (bytes: number): string => (bytes / 1000).toFixed(1);

const row = ({ bundle, kind, budget_bytes, over }: Weighed, width: number): string => {
  const size = `${bundle.name.padEnd(width)}  ${kB(bundle.bytes).padStart(7)}  ${kB(budget_bytes).padStart(7)}  ${kind}`;
  if (!over) return size;
  const parts = bundle.parts.slice(0, 8).map(([name, bytes]) => `    ${kB(bytes).padStart(7)}  ${name}`);
  return [`${size}  OVER ITS BUDGET`, ...parts].join('\n');
};

/** The weights as a table; one that is over says what it is made of. */
export const weightTable = (weights: readonly Weighed[]): string => {
  const width = Math.max('function'.length, ...weights.map(({ bundle }) => bundle.name.length));
  const head = `${'function'.padEnd(width)}  ${'kB'.padStart(7)}  ${'budget'.padStart(7)}  kind`;
  return [head, ...weights.map((weighed) => row(weighed, width))].join('\n');
};
