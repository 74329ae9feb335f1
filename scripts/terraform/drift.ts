import type { Plan, Values } from './plan.ts';

/** A difference that is the emulator's and not ours. */
export interface KnownDrift {
  readonly type: string;
  /** The attribute, from the resource's top, without the numbers of lists. */
  readonly attribute: string;
  readonly because: string;
}

/** What differs between two values, as paths: `logging_config.log_group`. */
const differences = (before: unknown, after: unknown, path: string): string[] => {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((value, at) => differences(value, after[at], path));
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
};

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything that a plan would change and that is not known drift of the emulator, one line each. */
export const driftProblems = (plan: Plan, known: readonly KnownDrift[]): string[] =>
  plan.resource_changes.flatMap(({ address, type, change }) => {
    const { actions, before, after } = change;
    if (actions.every((action) => action === 'no-op' || action === 'read')) return [];
    if (actions.join() !== 'update') return [`${address}: ${actions.join(' and ')}`];
    const changed = [...new Set(differences(before, after, ''))].filter(
      (path) => change.after_unknown[path.split('.')[0] ?? ''] !== true,
    );
    return changed
      .filter((path) => !known.some((one) => one.type === type && one.attribute === path))
      .map((path) => `${address}: ${path}`);
  });
