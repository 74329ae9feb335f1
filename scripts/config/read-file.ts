import * as v from 'valibot';
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { problemsOf } from '../../shared/ingest/problem.ts';
import { isSlug } from '../../shared/lib/slug.ts';
import {
  byKind,
  type Config,
  type Fields,
  KINDS,
  type Kind,
  NOUNS,
  referencesOf,
  SCHEMAS,
  type System,
} from './model.ts';

/** Something wrong with a file, and where: lines and columns count from 1. */
export interface FileProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ConfigFile {
  readonly config: Config;
  readonly problems: readonly FileProblem[];
  /** Where something of the file stands. */
  readonly place: (path: readonly (string | number)[]) => Pick<FileProblem, 'line' | 'column'>;
}

const FILE_CHARACTERS_MAX = 5_000_000;

type Path = readonly (string | number)[];

/** Where in the text a path leads, or as far as it leads. */
const offsetOf = (document: Document, path: Path): number => {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as { range?: readonly number[] } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
};

/** `+12025550101` without quotes is a number to YAML, and a phone to us. */
const keepPhones = (document: Document): void =>
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'number' && node.source?.startsWith('+')) node.value = node.source;
    },
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** People write rules in any order; the system keeps them in that of their delays. */
const inOrder = (kind: Kind, fields: Record<string, unknown>): Fields =>
  kind === 'users' && Array.isArray(fields['rules'])
    ? { ...fields, rules: fields['rules'].toSorted((a, b) => a.delaySeconds - b.delaySeconds) }
    : fields;

/** The fields that were given, as the schema reads them: what it adds for those left out is left out again. */
const given = (output: Record<string, unknown>, from: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(output).filter(([name]) => Object.hasOwn(from, name)));

/** As the API says it, and more where a person looks at a file: the API does not tell a misspelt field from a wrong one. */
const messageOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'is not a field there is';
  if (issue.type === 'variant' && issue.input !== undefined) return issue.message;
  return problemsOf([issue])[0]?.message ?? issue.message;
};

type Report = (path: Path, message: string) => void;

const readThing = (kind: Kind, id: string, value: unknown, report: Report): Fields | undefined => {
  if (!isSlug(id)) return void report([kind, id], `is no id: an id is words of a to z and 0 to 9, joined by hyphens`);
  if (!isRecord(value)) return void report([kind, id], 'must have fields');
  if (Object.hasOwn(value, 'id')) return void report([kind, id, 'id'], 'is said by the key already');
  const parsed = v.safeParse(SCHEMAS[kind], { ...value, id });
  if (parsed.success) return inOrder(kind, given(parsed.output, value));
  for (const issue of parsed.issues) {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    report([kind, id, ...path], messageOf(issue));
  }
  return undefined;
};

const readKind = (kind: Kind, value: unknown, report: Report): ReadonlyMap<string, Fields> => {
  const found = new Map<string, Fields>();
  if (value === undefined || value === null) return found;
  if (!isRecord(value)) report([kind], `must be a map of ids to ${kind}`);
  else {
    for (const [id, one] of Object.entries(value)) {
      const fields = readThing(kind, id, one, report);
      if (fields) found.set(id, fields);
    }
  }
  return found;
};

const dotted = (path: Path): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');

/** Reads a file of configuration. With problems, each at its line, what is read is not to be used. */
export const readConfigFile = (text: string): ConfigFile => {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nothing = byKind(() => new Map<string, Fields>());
  if (text.length > FILE_CHARACTERS_MAX) {
    const message = `is longer than ${FILE_CHARACTERS_MAX} characters`;
    return { config: nothing, problems: [{ line: 1, column: 1, message }], place: () => ({ line: 1, column: 1 }) };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (path: Path) => place(offsetOf(document, path));
  const broken = document.errors.map(({ pos, message }) => ({ ...place(pos[0]), message }));
  if (broken.length > 0) return { config: nothing, problems: broken, place: placeOf };
  keepPhones(document);
  const root: unknown = document.toJS();
  const problems: FileProblem[] = [];
  const report: Report = (path, message) => problems.push({ ...placeOf(path), message: `${dotted(path)} ${message}` });
  if (root !== null && !isRecord(root)) report([], `must be a map of ${KINDS.join(', ')}`);
  const whole = isRecord(root) ? root : {};
  for (const name of Object.keys(whole)) {
    if (!KINDS.some((kind) => kind === name)) report([name], `is not one of ${KINDS.join(', ')}`);
  }
  const config = byKind((kind) => readKind(kind, whole[kind], report));
  return { config, problems, place: placeOf };
};

/** What the file refers to that is neither in it nor, unless that is to be deleted, in the system. */
export const referenceProblems = (
  { config, place }: ConfigFile,
  system: System,
  prune: boolean,
): readonly FileProblem[] =>
  KINDS.flatMap((kind) =>
    [...config[kind]].flatMap(([id, fields]) =>
      referencesOf(kind, fields)
        .filter((to) => !config[to.kind].has(to.id) && (prune || !system[to.kind].has(to.id)))
        .map((to) => {
          const path = [kind, id, ...to.path];
          return {
            ...place(path),
            message: `${dotted(path)} names the ${NOUNS[to.kind]} ${to.id}, which is not there`,
          };
        }),
    ),
  );
