import type * as v from 'valibot';

/**
 * How an adapter says no: where, as a path in what was sent (`payload.severity`, `alerts[3].labels`; `body` is all of
 * it), and why. The message never repeats what was sent: it may be a secret or somebody's personal data.
 */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** No answer lists more problems than this. */
export const PROBLEMS_MAX = 20;

/** What a required field lacks; PagerDuty's own words, which its clients may look for. */
export const MISSING = 'is missing or blank';

type Issue = v.BaseIssue<unknown>;
type Step = string | number;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'must be a string',
  number: 'must be a number',
  boolean: 'must be true or false',
  Array: 'must be a list',
  Object: 'must be an object',
  '(string | number)': 'must be a string or a number',
};

/** `[ 'alerts', 3, 'labels' ]` as `alerts[3].labels`; no step at all is `body`. */
export const fieldPath = (steps: readonly Step[]): string => {
  const path = steps.reduce<string>((done, step) => {
    if (typeof step === 'number') return `${done}[${step}]`;
    const name = readableName(step);
    return done === '' ? name : `${done}.${name}`;
  }, '');
  return path === '' ? 'body' : path;
};

/** A name the sender chose, short and in plain characters: it ends up in answers and logs. */
const readableName = (name: string): string => name.slice(0, 64).replace(/[^\w$:/@-]/g, '?');

const stepsOf = (issue: Issue): Step[] =>
  (issue.path ?? []).map((item) => (typeof item.key === 'number' ? item.key : String(item.key)));

const messageOf = (issue: Issue): string => {
  if (issue.input === undefined || issue.input === null) return MISSING;
  if (issue.kind === 'validation' || issue.type === 'custom' || issue.type === 'picklist') return issue.message;
  return EXPECTED[issue.expected ?? ''] ?? 'is of the wrong type';
};

/** Valibot's issues as ours, under a path (for an item of a list: `['alerts', 3]`); at most 20. */
export const problemsOf = (issues: readonly Issue[], under: readonly Step[] = []): FieldProblem[] =>
  issues
    .slice(0, PROBLEMS_MAX)
    .map((issue) => ({ field: fieldPath([...under, ...stepsOf(issue)]), message: messageOf(issue) }));

/** At most 20 problems; when there are more, the last one says how many. */
export const boundedProblems = (problems: readonly FieldProblem[]): readonly FieldProblem[] => {
  const last = problems[PROBLEMS_MAX - 1];
  if (problems.length <= PROBLEMS_MAX || !last) return problems;
  const rest = problems.length - PROBLEMS_MAX;
  return [
    ...problems.slice(0, PROBLEMS_MAX - 1),
    { field: last.field, message: `${last.message} (and ${rest} more problems)` },
  ];
};
