import type { Manifest } from '../manifest.ts';

type Entry = Manifest['functions'][string];

/** What Terraform makes other resources of: two functions of one sort differ by name, route and size. */
const sortOf = (name: string, { lane, triggers, access }: Entry): string =>
  triggers.some(({ type }) => type !== 'http')
    ? name
    : JSON.stringify([lane, triggers.map((trigger) => 'role' in trigger && trigger.role), [...access].sort()]);

/** The manifest with one function of each sort: whatever is run by something else than HTTP, and of the others the first. */
export const oneOfEachSort = (manifest: Manifest): Manifest => {
  const sorts = new Set<string>();
  const kept = Object.entries(manifest.functions).filter(([name, entry]) => {
    const sort = sortOf(name, entry);
    return !sorts.has(sort) && sorts.add(sort);
  });
  return { ...manifest, functions: Object.fromEntries(kept) };
};
