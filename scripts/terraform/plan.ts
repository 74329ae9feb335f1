/** A resource of a plan's JSON, as far as it is looked at here. */
export interface ResourceChange {
  readonly address: string;
  readonly module_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Values | null;
    readonly after: Values | null;
    readonly after_unknown: Values;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: what a resource has is the provider's to say; a test reads a few of it.
export type Values = Record<string, any>;

export interface Plan {
  readonly resource_changes: readonly ResourceChange[];
}

/** The values of the resources of one type and name in a module, by their key. */
export const valuesOf = (plan: Plan, module: string, type: string, name: string): Map<string, Values> =>
  new Map(
    plan.resource_changes
      .filter((change) => change.module_address === module && change.type === type && change.name === name)
      .map(({ index = '', change }) => [String(index), change.after ?? {}]),
  );
