import { KINDS, NOUNS } from './model.ts';
import type { Difference, Plan, Step } from './plan.ts';

const COLOURS = { green: 32, yellow: 33, red: 31, quiet: 2 } as const;
export type Paint = (colour: keyof typeof COLOURS, text: string) => string;

/** Colours for a terminal, or none. */
export const painter = (isColoured: boolean): Paint =>
  isColoured ? (colour, text) => `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : (_, text) => text;

/** More of one thing is told by its number. */
const LINES_MAX = 40;

/** Control characters in a name must not reach a terminal. */
const value = (of: unknown): string => JSON.stringify(of) ?? 'nothing';

const differenceLines = ({ path, before, after }: Difference, paint: Paint): string[] => [
  ...(before === undefined ? [] : [paint('red', `    - ${path}: ${value(before)}`)]),
  ...(after === undefined ? [] : [paint('green', `    + ${path}: ${value(after)}`)]),
];

const bounded = (lines: readonly string[]): readonly string[] =>
  lines.length <= LINES_MAX ? lines : [...lines.slice(0, LINES_MAX), `    and ${lines.length - LINES_MAX} lines more`];

/** A step in words: what it does to what. */
export const stepName = ({ type, kind, id }: Step): string => `${type} the ${NOUNS[kind]} ${id}`;

const stepLines = (step: Step, paint: Paint): readonly string[] => {
  const what = `${NOUNS[step.kind]} ${step.id}`;
  if (step.type === 'delete') return [paint('red', `- ${what} (${value(step.name)})`)];
  if (step.type === 'change') {
    const lines = step.differences.flatMap((one) => differenceLines(one, paint));
    return [paint('yellow', `~ ${what}`), ...bounded(lines)];
  }
  const lines = Object.entries(step.fields).map(([name, of]) => paint('green', `    + ${name}: ${value(of)}`));
  return [paint('green', `+ ${what}`), ...bounded(lines)];
};

const count = (steps: readonly Step[], type: Step['type']): number => steps.filter((step) => step.type === type).length;

/** A plan for people: what changes from what to what, and how much of each there is. */
export const planText = ({ steps, same, left }: Plan, paint: Paint): string => {
  const stays = KINDS.flatMap((kind) => left[kind].map((id) => `${NOUNS[kind]} ${id}`));
  const numbers = (['create', 'change', 'delete'] as const).map((type) => `${count(steps, type)} to ${type}`);
  return [
    ...steps.flatMap((step) => stepLines(step, paint)),
    ...(steps.length > 0 ? [''] : []),
    `${numbers.join(', ')}; ${same} as the file says.`,
    ...(stays.length > 0
      ? [paint('quiet', `Not in the file, and left alone: ${bounded(stays).join(', ')}. --prune deletes them.`)]
      : []),
  ].join('\n');
};
