import type { Manifest } from '../manifest.ts';

type Entry = Manifest['functions'][string];

/** Terraform asks health checkers to ask it, by its path. */
const NAMED = ['health'];

const isPublic = (trigger: object): boolean => 'role' in trigger && trigger.role === 'public';

/** What Terraform makes resources of for a function, besides those that every function has. */
const marksOf = ({ lane, triggers, access }: Entry): readonly string[] => [
  ...triggers.map((trigger) => `${lane} ${trigger.type} ${isPublic(trigger)}`),
  `${triggers.length} triggers`,
  ...access,
];

/**
 * The manifest with functions of all sorts: whatever is run by something else than HTTP, and of the others those that have
 * a lane, a door or a right that none before has. Two functions beside that differ by name, route and size.
 */
export const functionsOfAllSorts = (manifest: Manifest): Manifest => {
  const seen = new Set<string>();
  const kept = Object.entries(manifest.functions).filter(([name, entry]) => {
    const marks = marksOf(entry);
    const isAlwaysIn = NAMED.includes(name) || entry.triggers.some(({ type }) => type !== 'http');
    const isNew = isAlwaysIn || marks.some((mark) => !seen.has(mark));
    for (const mark of isNew ? marks : []) seen.add(mark);
    return isNew;
  });
  return { ...manifest, functions: Object.fromEntries(kept) };
};
