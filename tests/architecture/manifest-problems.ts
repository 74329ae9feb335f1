import type { Manifest } from '../../scripts/manifest.ts';

/** The repository as the manifest should describe it. */
export interface Repository {
  /** Folders of functions/, each with the names of its files. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** State machines by name, each with the functions that its tasks run. */
  readonly machines: ReadonlyMap<string, ReadonlySet<string>>;
}

const folderProblems = ({ functions }: Manifest, { folders }: Repository): string[] => {
  const missing = Object.keys(functions)
    .filter((name) => !folders.get(name)?.includes('handler.ts'))
    .map((name) => `${name} is in the manifest and has no functions/${name}/handler.ts`);
  const unlisted = [...folders.keys()]
    .filter((name) => functions[name] === undefined)
    .map((name) => `functions/${name} is not in the manifest`);
  return [...missing, ...unlisted];
};

/** A route as API Gateway sees it: the name of a path's variable does not make it another route. */
const routeOf = (method: string, path: string): string => `${method} ${path.replaceAll(/\{[^}+]+/g, '{')}`;

const routeProblems = ({ functions }: Manifest): string[] => {
  const owners = new Map<string, string>();
  const problems: string[] = [];
  for (const [name, { triggers }] of Object.entries(functions)) {
    for (const trigger of triggers) {
      if (trigger.type !== 'http') continue;
      const route = routeOf(trigger.method, trigger.path);
      const owner = owners.get(route);
      if (owner !== undefined) problems.push(`${name} and ${owner} both answer ${trigger.method} ${trigger.path}`);
      owners.set(route, name);
    }
  }
  return problems;
};

const machineProblems = ({ stateMachines }: Manifest, { machines }: Repository): string[] => [
  ...stateMachines
    .filter((name) => !machines.has(name))
    .map((name) => `${name} is in the manifest and has no statemachines/${name}.asl.json`),
  ...[...machines.keys()]
    .filter((name) => !stateMachines.includes(name))
    .map((name) => `statemachines/${name}.asl.json is not in the manifest`),
];

const taskProblems = ({ functions }: Manifest, { machines }: Repository): string[] => {
  const said = new Map<string, Set<string>>();
  for (const [name, { triggers }] of Object.entries(functions)) {
    const of = triggers.flatMap((trigger) => (trigger.type === 'task' ? [trigger.stateMachine] : []));
    said.set(name, new Set(of));
  }
  const unused = [...said].flatMap(([name, of]) =>
    [...of]
      .filter((machine) => !machines.get(machine)?.has(name))
      .map((machine) => `${name} is said to be a task of ${machine}, which has no such task`),
  );
  const unsaid = [...machines].flatMap(([machine, tasks]) =>
    [...tasks]
      .filter((task) => !said.get(task)?.has(machine))
      .map((task) => `${machine} runs ${task}, which is not said in the manifest`),
  );
  return [...unused, ...unsaid];
};

const authorizerProblems = ({ functions }: Manifest): string[] => {
  const triggers = Object.values(functions).flatMap((entry) => entry.triggers);
  const guarded = triggers.some((trigger) => trigger.type === 'http' && trigger.role !== 'public');
  const authorizers = triggers.filter((trigger) => trigger.type === 'authorizer').length;
  if (authorizers > 1) return [`there are ${authorizers} authorizers`];
  return guarded && authorizers === 0 ? ['routes ask for a role, and no function is the authorizer'] : [];
};

const orderProblems = ({ functions }: Manifest): string[] => {
  const names = Object.keys(functions);
  const misplaced = names.find((name, at) => at > 0 && name < (names[at - 1] as string));
  return misplaced === undefined ? [] : [`functions are not in alphabetical order at ${misplaced}`];
};

/** Everything in which the manifest and the repository disagree. */
export const manifestProblems = (manifest: Manifest, repository: Repository): string[] => [
  ...orderProblems(manifest),
  ...folderProblems(manifest, repository),
  ...routeProblems(manifest),
  ...machineProblems(manifest, repository),
  ...taskProblems(manifest, repository),
  ...authorizerProblems(manifest),
];
