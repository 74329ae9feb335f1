import { byKind, type Config, type Fields, KINDS, type Kind, type System } from './model.ts';

/** One place in which two values differ. */
export interface Difference {
  /** `levels[0].timeoutSeconds` */
  readonly path: string;
  /** Undefined: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export type Step =
  | { readonly type: 'create'; readonly kind: Kind; readonly id: string; readonly fields: Fields }
  | {
      readonly type: 'change';
      readonly kind: Kind;
      readonly id: string;
      readonly version: number;
      /** The fields that change, whole. */
      readonly fields: Fields;
      readonly differences: readonly Difference[];
    }
  | {
      readonly type: 'delete';
      readonly kind: Kind;
      readonly id: string;
      readonly version: number;
      readonly name: string;
    };

export interface Plan {
  readonly steps: readonly Step[];
  /** How many are as the file says. */
  readonly same: number;
  /** What only the system has, and keeps. */
  readonly left: Readonly<Record<Kind, readonly string[]>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every place in which two values differ; the order of fields counts for nothing. */
export const difference = (before: unknown, after: unknown, path = ''): readonly Difference[] => {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => difference(item, after[index], `${path}[${index}]`));
  }
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => difference(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  return before === after || JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
};

const stepFor = (kind: Kind, id: string, fields: Fields, system: System): Step | undefined => {
  const known = system[kind].get(id);
  if (!known) return { type: 'create', kind, id, fields };
  const changed = Object.entries(fields).filter(([name, value]) => difference(known.fields[name], value).length > 0);
  if (changed.length === 0) return undefined;
  const differences = changed.flatMap(([name, value]) => difference(known.fields[name], value, name));
  return { type: 'change', kind, id, version: known.version, fields: Object.fromEntries(changed), differences };
};

/**
 * What must happen for the system to be as the file says, in the order in which it can: what others refer to is made
 * before them, and deleted after them. Only with `prune` is anything deleted.
 */
export const planOf = (config: Config, system: System, prune: boolean): Plan => {
  const wanted = KINDS.flatMap((kind) => [...config[kind]].map(([id, fields]) => stepFor(kind, id, fields, system)));
  const left = byKind((kind) => [...system[kind].keys()].filter((id) => !config[kind].has(id)));
  const deletions = KINDS.toReversed().flatMap((kind) =>
    left[kind].map((id): Step => {
      const { version = 0, fields = {} } = system[kind].get(id) ?? {};
      return { type: 'delete', kind, id, version, name: String(fields['name'] ?? id) };
    }),
  );
  const steps = wanted.filter((step) => step !== undefined);
  return {
    steps: prune ? [...steps, ...deletions] : steps,
    same: wanted.length - steps.length,
    left: prune ? byKind(() => []) : left,
  };
};
