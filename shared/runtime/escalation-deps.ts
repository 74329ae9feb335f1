import { commands } from './dependencies.ts';
import { environment, once } from './environment.ts';
import { stateMachines } from './state-machines.ts';
import { directory, incidents, pages, runs, turns } from './stores.ts';

/** What the tasks that move escalations and pages on work with. */
export const escalationDeps = once(() => ({
  runs: runs(),
  pages: pages(),
  turns: turns(),
  incidents: incidents(),
  directory: directory(),
  commands: commands(),
  machines: stateMachines,
  region: environment('PD_REGION'),
}));
export type EscalationDeps = ReturnType<typeof escalationDeps>;
