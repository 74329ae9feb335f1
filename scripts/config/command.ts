import { parseArgs } from 'node:util';
import { ApiError, type ConfigApi, configApi } from './api.ts';
import { applyPlan } from './apply.ts';
import { importOpsgenie } from './importers/opsgenie.ts';
import { importPagerDuty } from './importers/pagerduty.ts';
import { byKind, type Config, KINDS, type System } from './model.ts';
import { planOf } from './plan.ts';
import { type ConfigFile, type FileProblem, readConfigFile, referenceProblems } from './read-file.ts';
import { type Paint, painter, planText, stepName } from './show.ts';
import { exported, updateConfigFile, writeConfigFile } from './write-file.ts';

/** What a command needs of the world. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  readonly isTerminal: boolean;
  print(text: string): void;
  complain(text: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** What a person answers; only where there is a terminal. */
  ask(question: string): Promise<string>;
  /** Undefined when there is no such file. */
  read(file: string): Promise<string | undefined>;
  write(file: string, text: string): Promise<void>;
}

const USAGE = `Usage: npm run config -- <command> [file.yaml]
  plan   <file>              says what differs between the file and the system, and changes nothing
  apply  <file>              makes the system as the file says; asks first, unless --yes
  export [file]              writes the system to the file, or to the terminal
  import pagerduty <export.json> [file]   an export of another product as such a file
  import opsgenie  <export.json> [file]
Options: --prune (plan, apply) deletes what is not in the file; --yes (apply) does not ask;
         --with-overrides (export) also writes the overrides of schedules
The system: PD_URL (http://127.0.0.1:4280, the laptop, if absent) and PD_TOKEN (an admin's API token)`;

const LAPTOP = 'http://127.0.0.1:4280';

/** Why a command ends without having done anything. */
class Refused extends Error {
  override readonly name = 'Refused';
}

const apiOf = ({ env, fetch }: World): { readonly api: ConfigApi; readonly url: string } => {
  const url = (env['PD_URL'] || LAPTOP).replace(/\/+$/, '');
  if (!/^https?:\/\//.test(url)) throw new Refused(`PD_URL must be an address such as ${LAPTOP}, not "${url}"`);
  const isHere = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(url);
  const token = env['PD_TOKEN'] || (isHere ? env['PD_DEMO_TOKEN'] || 'demo' : '');
  if (token === '') throw new Refused('PD_TOKEN must be an API token of the role admin');
  if (!isHere && url.startsWith('http://')) throw new Refused('PD_URL must begin with https: the token would be seen');
  return { api: configApi({ url, token, fetch }), url };
};

const complainOf = (file: string, problems: readonly FileProblem[]): never => {
  const lines = problems
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
    .map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
  throw new Refused(lines.join('\n'));
};

const fileOf = async (world: World, file: string | undefined): Promise<ConfigFile> => {
  if (file === undefined) throw new Refused(USAGE);
  const text = await world.read(file);
  if (text === undefined) throw new Refused(`there is no file ${file}`);
  const read = readConfigFile(text);
  return read.problems.length > 0 ? complainOf(file, read.problems) : read;
};

interface Options {
  readonly prune: boolean;
  readonly yes: boolean;
  readonly 'with-overrides': boolean;
}

const plan = async (world: World, paint: Paint, name: string | undefined, { prune }: Options) => {
  const file = await fileOf(world, name);
  const { api, url } = apiOf(world);
  const system = await api.system();
  const missing = referenceProblems(file, system, prune);
  if (missing.length > 0) complainOf(name ?? '', missing);
  const made = planOf(file.config, system, prune);
  world.print(planText(made, paint));
  return { api, url, made };
};

const apply = async (world: World, paint: Paint, name: string | undefined, options: Options): Promise<number> => {
  const { api, url, made } = await plan(world, paint, name, options);
  if (made.steps.length === 0) return 0;
  if (!options.yes) {
    if (!world.isTerminal) throw new Refused('nobody is there to ask: say --yes to apply without asking');
    const answer = await world.ask(`Apply ${made.steps.length} changes to ${url}? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) {
      world.print('Nothing was changed.');
      return 1;
    }
  }
  const outcomes = await applyPlan(api, made);
  const failed = outcomes.filter(({ error }) => error !== undefined);
  for (const { step, error } of failed) world.complain(paint('red', `Could not ${stepName(step)}: ${error}`));
  const rest = made.steps.length - outcomes.length;
  world.print(
    `${outcomes.length - failed.length} of ${made.steps.length} changes are made.` +
      (rest > 0 ? ` ${rest} were not begun.` : '') +
      (failed.length > 0 ? ' Mend what is wrong and apply again: what is done is not done twice.' : ''),
  );
  return failed.length === 0 ? 0 : 1;
};

const configOf = (system: System): Config =>
  byKind((kind) => new Map([...system[kind]].map(([id, { fields }]) => [id, fields] as const)));

const save = async (world: World, file: string | undefined, config: Config): Promise<void> => {
  if (file === undefined) return world.print(writeConfigFile(config).trimEnd());
  const before = await world.read(file);
  await world.write(file, before === undefined ? writeConfigFile(config) : updateConfigFile(before, config));
  world.complain(`Written to ${file}.`);
};

const exportTo = async (world: World, file: string | undefined, options: Options): Promise<number> => {
  const { api } = apiOf(world);
  await save(world, file, exported(configOf(await api.system()), options['with-overrides']));
  return 0;
};

const IMPORTERS = { pagerduty: importPagerDuty, opsgenie: importOpsgenie } as const;

const importFrom = async (world: World, product: string, source: string, target?: string): Promise<number> => {
  if (product !== 'pagerduty' && product !== 'opsgenie') throw new Refused(USAGE);
  const exportedText = await world.read(source);
  if (exportedText === undefined) throw new Refused(`there is no file ${source}`);
  const { config, notes } = IMPORTERS[product](jsonOf(source, exportedText), world.now());
  if (KINDS.every((kind) => config[kind].size === 0)) throw new Refused(`${source} has nothing of ${product} in it`);
  const made = writeConfigFile(config);
  if (target === undefined) world.print(made.trimEnd());
  else await world.write(target, made);
  for (const note of notes) world.complain(`not taken over: ${note}`);
  const numbers = KINDS.map((kind) => `${config[kind].size} ${kind}`).join(', ');
  world.complain(
    `${numbers}; ${notes.length} notes. Look through it, then: npm run config -- plan ${target ?? '<file>'}`,
  );
  const wrong = readConfigFile(made).problems;
  return wrong.length > 0 ? complainOf(target ?? 'what was made', wrong) : 0;
};

const jsonOf = (file: string, content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new Refused(`${file} is not JSON: ${(error as Error).message}`);
  }
};

const OPTIONS = {
  prune: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  'with-overrides': { type: 'boolean', default: false },
} as const;

const carryOut = async (world: World, argv: readonly string[]): Promise<number> => {
  const { positionals, values } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  const [command, ...files] = positionals;
  const paint = painter(world.isTerminal && !world.env['NO_COLOR']);
  if (command === 'plan' && files.length === 1) return plan(world, paint, files[0], values).then(() => 0);
  if (command === 'apply' && files.length === 1) return apply(world, paint, files[0], values);
  if (command === 'export' && files.length <= 1) return exportTo(world, files[0], values);
  const [product, source, target] = files;
  if (command === 'import' && product && source && files.length <= 3) return importFrom(world, product, source, target);
  throw new Refused(USAGE);
};

/** Carries out `npm run config -- <argv>`, and gives the exit code: 0 is well, 1 is not done, 2 is not begun. */
export const runConfig = async (world: World, argv: readonly string[]): Promise<number> => {
  try {
    return await carryOut(world, argv);
  } catch (error) {
    const isKnown = error instanceof Refused || error instanceof ApiError || error instanceof TypeError;
    if (!isKnown) throw error;
    world.complain(error instanceof TypeError ? `${error.message}\n${USAGE}` : error.message);
    return 2;
  }
};
