import type { Plan, Values } from './plan.ts';

/** A difference that is the emulator's and not ours. */
export interface KnownDrift {
  readonly type: string;
  /** The attribute, from the resource's top, without the numbers of lists. */
  readonly attribute: string;
  readonly because: string;
}

/** What differs between two values, as paths: `logging_config.log_group`. What is known only once it is done does not. */
const differences = (before: unknown, after: unknown, unknown: unknown, path: string): string[] => {
  if (unknown === true) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((value, at) => differences(value, after[at], partOf(unknown, at), path));
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) =>
      differences(before[key], after[key], partOf(unknown, key), path === '' ? key : `${path}.${key}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
};

const partOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Values)[key] : undefined;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything that a plan would change and that is not known drift of the emulator, one line each. */
export const driftProblems = (plan: Plan, known: readonly KnownDrift[]): string[] =>
  plan.resource_changes.flatMap(({ address, type, change }) => {
    const { actions, before, after } = change;
    if (actions.every((action) => action === 'no-op' || action === 'read')) return [];
    if (actions.join() !== 'update') return [`${address}: ${actions.join(' and ')}`];
    return [...new Set(differences(before, after, change.after_unknown, ''))]
      .filter((path) => !known.some((one) => one.type === type && one.attribute === path))
      .map((path) => `${address}: ${path}`);
  });
