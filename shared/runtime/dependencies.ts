import { bus } from './bus.ts';
import { environment, once } from './environment.ts';
import { incidentCommands } from './incident-commands.ts';
import { stateMachines } from './state-machines.ts';
import { directory, incidents, reads, runs } from './stores.ts';

/** What the functions that change incidents work with. */
export const commands = once(() =>
  incidentCommands({
    incidents: incidents(),
    runs: runs(),
    machines: stateMachines,
    bus,
    region: environment('PD_REGION'),
  }),
);

export const lifecycleDeps = once(() => ({ incidents: incidents(), commands: commands(), directory: directory() }));
export type LifecycleDeps = ReturnType<typeof lifecycleDeps>;

export const readDeps = once(() => ({ incidents: incidents(), reads: reads(), directory: directory() }));
export type ReadDeps = ReturnType<typeof readDeps>;
