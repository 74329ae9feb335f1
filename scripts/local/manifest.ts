import { readFileSync } from 'node:fs';

export type Trigger =
  | { readonly type: 'http'; readonly method: string; readonly path: string; readonly role: string }
  | { readonly type: 'task'; readonly stateMachine: string }
  | { readonly type: 'schedule'; readonly everySeconds: number }
  | { readonly type: 'event'; readonly detailTypes: readonly string[] }
  | { readonly type: 'queue'; readonly queue: string; readonly batchSize: number }
  | { readonly type: 'authorizer' };

export interface FunctionEntry {
  readonly does: string;
  readonly triggers: readonly Trigger[];
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly kind?: string;
  readonly access?: readonly string[];
}

/** The part of `functions/manifest.json` that the laptop region reads. */
export interface Manifest {
  readonly functions: Readonly<Record<string, FunctionEntry>>;
  readonly stateMachines: readonly string[];
}

/** @throws Error when there is no such file, or it is not JSON. */
export const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/** Every trigger of one kind, with the function that it starts. */
export const triggersOf = <K extends Trigger['type']>(
  manifest: Manifest,
  type: K,
): { readonly name: string; readonly trigger: Extract<Trigger, { type: K }> }[] =>
  Object.entries(manifest.functions).flatMap(([name, entry]) =>
    entry.triggers
      .filter((trigger): trigger is Extract<Trigger, { type: K }> => trigger.type === type)
      .map((trigger) => ({ name, trigger })),
  );

/** The queues there are: those that a function is triggered by, sends to or receives from. */
export const queuesOf = (manifest: Manifest): string[] => {
  const granted = Object.values(manifest.functions).flatMap(({ access = [] }) =>
    access.flatMap((grant) => /^queue:([a-z-]+):/.exec(grant)?.[1] ?? []),
  );
  const consumed = triggersOf(manifest, 'queue').map(({ trigger }) => trigger.queue);
  return [...new Set([...granted, ...consumed])];
};
