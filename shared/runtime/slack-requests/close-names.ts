/** How alike two words are, as parts of two letters that they share: 0 is not at all, 1 the same (Dice). */
const likeness = (one: string, other: string): number => {
  const pairs = (word: string) =>
    new Set(Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2)));
  const [a, b] = [pairs(one), pairs(other)];
  if (a.size + b.size === 0) return one === other ? 1 : 0;
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
};

const LIKE_MIN = 0.35;
const CLOSE_MAX = 3;

/** The names that somebody may have meant, the likeliest first. */
export const closeNames = (typed: string, names: readonly string[]): readonly string[] => {
  const wanted = typed.toLowerCase();
  return names
    .map((name) => ({ name, like: likeness(wanted, name.toLowerCase()) }))
    .filter(({ like }) => like >= LIKE_MIN)
    .sort((a, b) => b.like - a.like)
    .slice(0, CLOSE_MAX)
    .map(({ name }) => name);
};
