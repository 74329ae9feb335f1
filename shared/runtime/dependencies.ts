import { bus } from './bus.ts';
import { clock } from './clock.ts';
import { environment, once } from './environment.ts';
import { incidentCommands } from './incident-commands.ts';
import { firstLevel } from './paging/first-level.ts';
import { stateMachines } from './state-machines.ts';
import { directory, incidents, pages, reads, runs, turns } from './stores.ts';

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

/** As `commands`, for whoever opens incidents: they page the first level themselves (ADR 0025). */
export const openingCommands = once(() => {
  const region = environment('PD_REGION');
  const machines = stateMachines;
  const levels = { pages: pages(), turns: turns(), directory: directory(), machines, region, clock: clock() };
  return incidentCommands({
    incidents: incidents(),
    runs: runs(),
    machines,
    bus,
    region,
    firstLevel: firstLevel(levels),
  });
});

export const lifecycleDeps = once(() => ({ incidents: incidents(), commands: commands(), directory: directory() }));
export type LifecycleDeps = ReturnType<typeof lifecycleDeps>;
export const openingDeps = once((): LifecycleDeps => ({ ...lifecycleDeps(), commands: openingCommands() }));

export const readDeps = once(() => ({ incidents: incidents(), reads: reads(), directory: directory() }));
export type ReadDeps = ReturnType<typeof readDeps>;
