import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** The folder of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const FUNCTIONS_FOLDER = join(ROOT, 'functions');
export const MANIFEST_FILE = join(FUNCTIONS_FOLDER, 'manifest.json');

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** The functions that are known by one word. Every other name is a verb and a noun. */
const ONE_WORD = ['authorize', 'health', 'sweep'];

/** Says what is wrong with a function's name, or nothing. */
export const functionNameProblem = (name: string): string | undefined => {
  if (!KEBAB.test(name)) return `'${name}' is not kebab-case: lower-case words joined by hyphens`;
  if (name.length > 40)
    return `'${name}' is longer than 40 characters, which leaves no room for the stage and the region`;
  if (!name.includes('-') && !ONE_WORD.includes(name))
    return `'${name}' is not a verb and a noun, such as close-incident`;
  return undefined;
};

const Name = v.pipe(v.string(), v.regex(KEBAB, 'must be kebab-case'));
const Path = v.pipe(
  v.string(),
  v.regex(/^\/$|^(\/([\w.~-]+|\{[a-zA-Z]+\}))*(\/\{[a-zA-Z]+\+\})?$/, 'must be a path such as /v1/incidents/{id}'),
);

/** What makes a function run. */
const Trigger = v.variant('type', [
  v.strictObject({
    type: v.literal('http'),
    method: v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']),
    path: Path,
    role: v.picklist(['public', 'viewer', 'responder', 'admin']),
  }),
  v.strictObject({ type: v.literal('task'), stateMachine: Name }),
  v.strictObject({ type: v.literal('schedule'), everySeconds: v.pipe(v.number(), v.integer(), v.minValue(60)) }),
  v.strictObject({
    type: v.literal('event'),
    detailTypes: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  }),
  v.strictObject({
    type: v.literal('queue'),
    queue: Name,
    batchSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  }),
  v.strictObject({ type: v.literal('authorizer') }),
]);

/** What a function may touch; Terraform makes the permissions from it. */
const Access = v.pipe(
  v.string(),
  v.regex(
    /^(table:(read|write|delete)|index:(list|due|outbox)|idempotency|start:[a-z-]+|events:put|queue:[a-z-]+:(send|receive)|sms:publish|email:send|model:invoke|secret:[a-z-]+)$/,
    'is not something a function can be given access to',
  ),
);

const Kind = v.picklist(['edge', 'engine', 'data', 'full', 'chat']);

const FunctionEntry = v.strictObject({
  does: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
  triggers: v.pipe(v.array(Trigger), v.minLength(1, 'must have a trigger')),
  kind: Kind,
  lane: v.picklist(['paging', 'api', 'chat', 'sync']),
  timeoutSeconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(900)),
  memoryMb: v.pipe(v.number(), v.integer(), v.minValue(128), v.maxValue(10_240)),
  access: v.array(Access),
});

const ManifestSchema = v.strictObject({
  functions: v.record(v.string(), FunctionEntry),
  stateMachines: v.array(Name),
});

/** What a bundle may weigh goes by its kind. */
export type Kind = v.InferOutput<typeof Kind>;
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** Everything that is wrong with a manifest, each with the place it is at. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`functions/manifest.json:\n  ${problems.join('\n  ')}`);
    this.problems = problems;
  }
}

const accessProblems = ({ functions, stateMachines }: Manifest): string[] =>
  Object.entries(functions).flatMap(([name, { access }]) =>
    access
      .filter((grant) => grant.startsWith('start:') && !stateMachines.includes(grant.slice('start:'.length)))
      .map((grant) => `functions.${name}.access: ${grant} names no state machine`),
  );

/** A queue hands a message to one receiver: each has one function at most, which may receive from it. */
const queueProblems = ({ functions }: Manifest): string[] => {
  const owners = new Map<string, string>();
  return Object.entries(functions).flatMap(([name, { triggers, access }]) =>
    triggers.flatMap((trigger) => {
      if (trigger.type !== 'queue') return [];
      const owner = owners.get(trigger.queue);
      owners.set(trigger.queue, name);
      const grant = `queue:${trigger.queue}:receive`;
      return [
        ...(owner === undefined ? [] : [`functions.${name}.triggers: ${owner} receives from ${trigger.queue} already`]),
        ...(access.includes(grant) ? [] : [`functions.${name}.access: must have ${grant}, which its trigger needs`]),
      ];
    }),
  );
};

/** A manifest that keeps its form, or a ManifestError that says everything that is wrong with it. */
export const parseManifest = (value: unknown): Manifest => {
  const parsed = v.safeParse(ManifestSchema, value);
  if (!parsed.success) {
    throw new ManifestError(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'manifest'}: ${issue.message}`));
  }
  const names = Object.keys(parsed.output.functions).flatMap((name) => functionNameProblem(name) ?? []);
  const problems = [...names, ...accessProblems(parsed.output), ...queueProblems(parsed.output)];
  if (problems.length > 0) throw new ManifestError(problems);
  return parsed.output;
};

/** The functions and state machines there are. A missing file is a system without any. */
export const readManifest = async (file: string = MANIFEST_FILE): Promise<Manifest> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{ "functions": {}, "stateMachines": [] }';
    throw error;
  });
  return parseManifest(JSON.parse(text));
};
