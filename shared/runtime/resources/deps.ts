import { once } from '../environment.ts';
import { config, reads } from '../stores.ts';

/** What the functions that change configuration work with. */
export const configDeps = once(() => ({ config: config(), reads: reads() }));
export type ConfigDeps = ReturnType<typeof configDeps>;
